from pathlib import Path

import pytest

from pipeline.errors import MachineError
from pipeline.workspace import Workspace


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    with Workspace(tmp_path).writing(), pytest.raises(MachineError, match="Another run"), Workspace(tmp_path).writing():
        pass
    with Workspace(tmp_path).writing():
        assert (tmp_path / ".lock").exists()


def test_an_output_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineError, match="Cannot write to the output folder"), Workspace(tmp_path / "file").writing():
        pass
