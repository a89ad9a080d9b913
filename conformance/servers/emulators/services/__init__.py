"""What the process of the stand-ins runs. Nothing here imports more than the standard library before it is asked."""
