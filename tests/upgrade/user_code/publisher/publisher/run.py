from publisher import Session, intake, outlet


class Steps:
    def __init__(self):
        self.session = Session()
        self.project = None

    def steps(self):
        session = self.session

        def project():
            if self.project is None:
                self.project = intake.ensure_project(session, "Publisher", description="from rows")
            return self.project

        named = {
            "take": lambda: intake.take(session, project(), 4),
            "guess": lambda: len(intake.guess(session, project())),
            "both": lambda: intake.both(session, project()),
            "paused": lambda: intake.paused(session, project()),
        }
        for function in (
            outlet.annotate, outlet.lengths, outlet.owners, outlet.export_sizes, outlet.formats, outlet.tabs, outlet.hooks,
            outlet.storages,
        ):  # fmt: skip
            named[function.__name__] = lambda function=function: function(session, project())
        import asyncio

        named["counts"] = lambda: asyncio.run(outlet.counts(session, project()))
        named["missing"] = lambda: outlet.missing(session)
        named["me"] = lambda: outlet.me(session)
        return named
