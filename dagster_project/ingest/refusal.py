"""Why a file cannot be used, in a form that both the run and the list of sources can show."""

from __future__ import annotations

from dagster_project.errors import InputError


class Refusal(InputError):
    """A file that is refused. `reason` is unrecognised, ambiguous, missing_columns or damaged."""

    def __init__(
        self, reason: str, message: str, headers: tuple[str, ...] = (), nearest_table: str | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.headers = headers
        self.nearest_table = nearest_table
