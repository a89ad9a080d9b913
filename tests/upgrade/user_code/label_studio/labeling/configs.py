"""Labeling configurations, read without a server."""

import label_studio_sdk.label_interface.control_tags as controls  #: import label_interface.control_tags
from label_studio_sdk import label_interface as li  #: import label_interface

CHAT = '<View><Chat name="chat" value="$messages"/></View>'


def sample(config: str = CHAT):
    interface = li.LabelInterface(config)  #: construct label_interface.interface.LabelInterface
    return interface.generate_sample_task()  #: call label_interface.interface.LabelInterface.generate_sample_task


def is_choices(tag: object) -> bool:
    return isinstance(tag, controls.ChoicesTag)  #: isinstance label_interface.control_tags.ChoicesTag


def names(config: str) -> list[str]:
    return [tag.name for tag in li.LabelInterface(config).controls]  #: construct label_interface.interface.LabelInterface; attribute label_interface.interface.LabelInterface.controls
