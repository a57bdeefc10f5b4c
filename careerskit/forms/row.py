"""What the rows of all lists of records share: their place in the list, and the buttons that move and remove them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from careerskit.forms.controller import FormController
from careerskit.forms.interfaces import Button, Widget
from careerskit.plan import Record

__all__ = ["RecordRow"]


class RowButtons:
    """The buttons that move a record and remove it."""

    def __init__(
        self, controller: FormController, on_move: Callable[[int], None], on_remove: Callable[[], None]
    ) -> None:
        icon = controller.widgets.icon_button
        self.up, self.down, self.remove = icon("ck-up"), icon("ck-down"), icon("ck-remove")
        self.up.on_click(lambda _: on_move(-1))
        self.down.on_click(lambda _: on_move(1))
        self.remove.on_click(lambda _: on_remove())

    def set_place(self, name: str, number: int, count: int) -> tuple[Button, ...]:
        """Name the buttons after the record, and return those that are possible at its place."""
        self.up.description, self.down.description = f"Move {name} up", f"Move {name} down"
        self.remove.description = f"Remove {name}"
        self._moves = ([self.up] if number > 1 else []) + ([self.down] if number < count else [])
        return (*self._moves, self.remove)

    def move_button(self, by: int) -> Button:
        """Return the button to move the record on with in the same direction; at the end of the list, the other one."""
        wanted = self.up if by < 0 else self.down
        return wanted if wanted in self._moves else self._moves[0]


class RecordRow(ABC):
    """One record of a list on the page.

    name: what the record is called: "strength 2", "action 1 of objective 3". path: of the record in the plan.
    is_spare: whether the record is in the store only once something is typed in it.
    show: shows the list's rows again, where this one has other widgets than before. on_move, on_remove: move and remove the record.
    """

    def __init__(
        self,
        controller: FormController,
        record: Record,
        path: str,
        name: str,
        *,
        is_spare: bool,
        show: Callable[[], None],
        on_move: Callable[[RecordRow, int], None],
        on_remove: Callable[[RecordRow], None],
    ) -> None:
        self.record, self.path, self.name, self.is_spare = record.id, path, name, is_spare
        self._controller, self._record, self._show = controller, record, show
        self._on_move, self._on_remove = on_move, on_remove
        self._number, self._count = 0, 0
        self._buttons: RowButtons | None = None
        self.is_open = False

    @property
    @abstractmethod
    def widgets(self) -> tuple[Widget, ...]:
        """What the list shows of it."""

    @property
    @abstractmethod
    def toggle(self) -> Button:
        """The button that shows the controls that are not on the page."""

    @abstractmethod
    def rename(self, name: str) -> None:
        """Say in each label what the record is called now."""

    @abstractmethod
    def update(self, record: Record) -> None:
        """Show the record as it is in the store, in what is not a control."""

    def set_place(self, name: str, number: int, count: int) -> None:
        """Say where in its list the record is now: its number, from 1, of how many."""
        if name != self.name:
            self.name = name
            self.rename(name)
        if (number, count) != (self._number, self._count):
            self._number, self._count = number, count
            if self._buttons:
                self._place_buttons()

    def become_record(self) -> None:
        """Handle that something was typed in a spare row: its record can be moved and removed from now on."""
        self.is_spare = False

    def focus_first(self) -> None:
        """Focus the first control, as soon as the page shows it."""
        self._controller.focus(self._controller.first_below(self.path))

    def focus_move(self, by: int) -> None:
        """Focus the button to move the record on with."""
        if self._buttons:
            self._buttons.move_button(by).focus()

    def _make_buttons(self) -> RowButtons:
        return RowButtons(self._controller, lambda by: self._on_move(self, by), lambda: self._on_remove(self))

    @abstractmethod
    def _place_buttons(self) -> None: ...
