"""The kernel that a notebook is run in when nobody is at the keyboard."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

__all__ = ["QuietKernelManager"]

_LONGEST_PATH = 90  # a socket's whole path has room for some 100 characters; beyond that TCP must do


class QuietKernelManager(AsyncKernelManager):
    """A kernel spoken to over sockets in the file system, each in a folder of its own.

    Over TCP, ports are picked, released and bound again by the kernel: several kernels that start at once take each other's
    (papermill #511), and ipykernel 7 warns that its TCP traffic is open to other users of the machine.
    """

    def __init__(self, **settings: Any) -> None:
        folder = tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True)
        if sys.platform != "win32" and len(folder.name) < _LONGEST_PATH:
            # Left to itself, jupyter_client names the sockets "kernel-ipc-1" and so on in the working folder, the same for
            # every kernel: two that run at once read each other's messages ("Invalid Signature") and hang.
            settings |= {"transport": "ipc", "ip": str(Path(folder.name, "kernel"))}
        self._sockets = folder
        super().__init__(**settings)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if not restart:
            self._sockets.cleanup()

    cleanup_resources = _async_cleanup_resources
