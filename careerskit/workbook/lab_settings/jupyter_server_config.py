"""Settings of the server behind JupyterLab, as `careerskit workbook` starts it."""

import warnings
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821 Jupyter gives it to its configuration files


def strip_outputs(model, **_):  # type: ignore[no-untyped-def]
    """Save a notebook without its outputs: answers are in the store, and forms of an earlier session could not be opened again.

    With JupyterLab's setting “Save Widget State Automatically”, all that was typed would be in the notebook's metadata, and in the
    handouts that are made from it for other schools.
    """
    if model["type"] != "notebook" or not model["content"]:
        return
    # Other people's notebooks keep their outputs. A notebook's file has the text of a cell as a string, or as a list of lines.
    code = ["".join(cell["source"]) for cell in model["content"]["cells"] if cell["cell_type"] == "code"]
    if any(call in source for source in code for call in ("open_workbook(", "open_report(")):
        model["content"].get("metadata", {}).pop("widgets", None)
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None


# The contents manager checks its hook twice while it starts, and warns that the second replaces the first.
warnings.filterwarnings("ignore", "Overriding existing pre_save_hook")
c.FileContentsManager.pre_save_hook = strip_outputs
c.LabApp.extra_labextensions_path.append(str(Path(__file__).with_name("labextensions")))
