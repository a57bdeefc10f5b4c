"""Simulated delegates, for a rehearsal and for benchmarks."""

from careerskit.simulation.background import run_rehearsal
from careerskit.simulation.rehearsal import Rehearsal
from careerskit.simulation.scripts import DelegateScript, ScriptedInput, write_scripts

__all__ = ["DelegateScript", "Rehearsal", "ScriptedInput", "run_rehearsal", "write_scripts"]
