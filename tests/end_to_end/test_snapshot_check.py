"""What the sample ministry's first night published, before the judges of `make snapshot-check`."""

import pytest

from pipeline.workspace import Workspace
from tests import snapshot_check
from tests.validators import VALIDATORS


def test_no_validator_finds_fault(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace.root.parent)
    monkeypatch.setenv("COLUMNS", "200")
    code = snapshot_check.main([])
    table = capsys.readouterr().out
    assert code == 0, table
    assert all(validator.name in table for validator in VALIDATORS)
    assert table.count(" ok ") >= len(VALIDATORS) - 6, table
