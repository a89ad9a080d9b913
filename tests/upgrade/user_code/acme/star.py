from acme_sdk import *  #: import (package)

client = Acme(api_key="k")  #: construct client.Acme
client.projects.get(2)  #: call projects.get
