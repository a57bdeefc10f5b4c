"""The kernel that a notebook is run in when nobody is at the keyboard."""

from __future__ import annotations

import sys

from jupyter_client.manager import AsyncKernelManager

__all__ = ["QuietKernelManager"]


class QuietKernelManager(AsyncKernelManager):
    """A kernel spoken to over sockets in the file system.

    Over TCP, ports are picked, released and bound again by the kernel: several kernels that start at once take each other's
    (papermill #511), and ipykernel 7 warns that its TCP traffic is open to other users of the machine.
    """

    def __init__(self, **settings: object) -> None:
        super().__init__(**({} if sys.platform == "win32" else {"transport": "ipc"}) | settings)
