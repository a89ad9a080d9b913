"""A module of the user's that is called like one of acme_sdk's."""


def create(title):
    return title.title()
