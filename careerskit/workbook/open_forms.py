"""The forms that are open in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # forms load ipywidgets, which a batch of plans does not need
    from careerskit.forms import FormController

__all__ = ["OpenForms"]


class OpenForms:
    """The forms that were opened in a context. A workbook adds each; whatever runs the forms reaches all of them here."""

    def __init__(self) -> None:
        self._controllers: list[FormController] = []

    def add(self, controller: FormController) -> None:
        """Add a form."""
        self._controllers.append(controller)

    def clear(self) -> None:
        """Forget all forms: others replace them on the page."""
        self._controllers.clear()

    @property
    def paths(self) -> dict[str, str]:
        """The path of the answer that each input is for, by the id of its model, see :attr:`careerskit.forms.Control.paths`."""
        controls = (control for controller in self._controllers for control in controller.controls.values())
        return {model: path for control in controls for model, path in control.paths.items()}

    @property
    def spare_paths(self) -> list[str]:
        """The paths of answers whose record is in the store only once something is typed in them."""
        return [path for controller in self._controllers for path in controller.spare_paths]

    @property
    def toggles(self) -> dict[str, str]:
        """The model of the button that shows controls which are not on the page yet, by the path of what it shows."""
        return {path: model for controller in self._controllers for path, model in controller.toggles.items()}

    def on_blur(self, path: str) -> None:
        """Handle that a control was left."""
        for controller in self._controllers:
            controller.on_blur(path)

    def apply_remote_changes(self, changes: Mapping[str, Any]) -> None:
        """Show what a colleague saved, see :meth:`careerskit.forms.FormController.apply_remote_changes`."""
        for controller in self._controllers:
            controller.apply_remote_changes(changes)

    def save_pending(self) -> None:
        """Save what was typed and is not saved yet, without reporting it: nobody is there any more."""
        for controller in self._controllers:
            controller.autosave.save_pending()

    def flush(self) -> bool:
        """Save what was typed and is not saved yet, report it in each form, and return whether all was saved."""
        return all(controller.autosave.flush() for controller in self._controllers)
