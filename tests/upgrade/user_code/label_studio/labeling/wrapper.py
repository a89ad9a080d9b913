"""A class around the client, as many teams have one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from label_studio_sdk.core.api_error import ApiError  #: import core.api_error.ApiError
from label_studio_sdk.label_interface import LabelInterface  #: import label_interface.interface.LabelInterface

from .connection import connect

if TYPE_CHECKING:
    from label_studio_sdk.types import Project  #: import types.project.Project

logger = logging.getLogger(__name__)


class Labeling:
    def __init__(self, client=None):
        self.client = client or connect()
        self.projects = self.client.projects  #: attribute projects
        self._create = self.projects.create  #: attribute projects.create

    def ensure_project(self, title: str, config: str):
        LabelInterface(config).validate()  #: construct label_interface.interface.LabelInterface; call label_interface.interface.LabelInterface.validate
        for project in self.projects.list():  #: call projects.list
            if project.title == title:  #: attribute types.all_roles_project_list.AllRolesProjectList.title
                logger.info("has blueprints: %s", project.has_blueprints)  #: attribute types.all_roles_project_list.AllRolesProjectList.has_blueprints
                return project.id  #: attribute types.all_roles_project_list.AllRolesProjectList.id
        return self._create(title=title, label_config=config, sampling="Uniform sampling").id  #: call projects.create; string projects.types.lse_project_create_request_sampling.LseProjectCreateRequestSampling.Uniform sampling; attribute types.lse_project_create.LseProjectCreate.id

    def rename(self, project: Project, title: str) -> None:  #: annotation types.project.Project
        try:
            self.client.projects.update(id=project.id, title=title)  #: call projects.update; attribute types.project.Project.id
        except ApiError as error:  #: except core.api_error.ApiError
            if error.status_code != 404:  #: attribute core.api_error.ApiError.status_code
                raise
            logger.warning("project %s is gone: %s", project.id, error.body)  #: attribute types.project.Project.id; attribute core.api_error.ApiError.body

    def delete(self, project_id: int) -> None:
        getattr(self.client, "projects").delete(id=project_id)  #: call projects.delete
