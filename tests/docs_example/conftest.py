"""The servers of the live tests, for programs that speak to one."""

from tests.live.conftest import prepared, server, start_desk

__all__ = ["prepared", "server", "start_desk"]
