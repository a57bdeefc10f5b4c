"""Settings of the server behind JupyterLab, as `careerskit workbook` starts it."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821 Jupyter gives it to its configuration files


def strip_outputs(model, **_):  # type: ignore[no-untyped-def]
    """Save a notebook without its outputs: answers are in the store, and forms of an earlier session could not be opened again."""
    if model["type"] == "notebook" and model["content"]:
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None


c.FileContentsManager.pre_save_hook = strip_outputs
