"""The kernel that a notebook is run in by the engine "nbclient"."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

__all__ = ["QuietKernelManager"]

_MAX_FOLDER_PATH = 90
"""A socket's path has room for about 100 characters; with a longer folder, TCP is used."""


class QuietKernelManager(AsyncKernelManager):
    """Connects to its kernel over sockets in the file system, in a folder for each kernel.

    TCP ports are chosen, released and bound again by the kernel: kernels that start at the same time take each other's
    (papermill #511), and ipykernel 7 warns that its TCP traffic is open to other users of the machine.
    """

    def __init__(self, **settings: Any) -> None:
        folder = tempfile.TemporaryDirectory(prefix="careerskit-", ignore_cleanup_errors=True)
        if sys.platform != "win32" and len(folder.name) < _MAX_FOLDER_PATH:
            # By default, jupyter_client names the sockets "kernel-ipc-1" and so on in the working folder, the same for every
            # kernel: two that run at once read each other's messages ("Invalid Signature") and hang.
            settings |= {"transport": "ipc", "ip": str(Path(folder.name, "kernel"))}
        self._sockets = folder
        super().__init__(**settings)

    async def cleanup_resources(self, restart: bool = False) -> None:  # type: ignore[override] # as AsyncKernelManager has it
        """Remove the folder of the sockets too. nbclient calls this when it has shut the kernel down."""
        await super().cleanup_resources(restart)
        if not restart:
            self._sockets.cleanup()
