/**
 * What a drift job runs, in the image of Evidently. Its settings come from the environment. PSI of every column that both
 * files have, KS p-values of the numeric ones, and of each version the PSI of its predictions and its error by the labels that
 * came; the metrics go to the Pushgateway, the report to Evidently's server. Metrics
 * go first: a report that cannot be stored must not hide a drift.
 */
export const driftScript = `import os
import time
from pathlib import Path

import pandas as pd
from evidently import Report
from evidently.metrics import ValueDrift
from push_metrics import line, push

MODEL = os.environ["MODEL"]
PREDICTION = os.environ["PREDICTION_COLUMN"]
PSI_THRESHOLD = float(os.environ["PSI_THRESHOLD"])
KS_P_VALUE = float(os.environ["KS_P_VALUE"])
VERSION = os.environ.get("VERSION_COLUMN")
VERSION_ROWS = int(os.environ.get("VERSION_ROWS", "0"))
LABEL = os.environ.get("LABEL_COLUMN")
ERRORS = {
    "absolute": lambda rows: (rows[PREDICTION].astype(float) - rows[LABEL].astype(float)).abs().mean(),
    "squared": lambda rows: ((rows[PREDICTION].astype(float) - rows[LABEL].astype(float)) ** 2).mean(),
    "unequal": lambda rows: (rows[PREDICTION] != rows[LABEL]).mean(),
}


def read(folder: str) -> pd.DataFrame:
    files = sorted(path for path in Path(folder).rglob("*") if path.suffix in (".parquet", ".csv"))
    if len(files) != 1:
        raise SystemExit(f"{folder} holds {len(files)} data sets instead of one")
    return pd.read_parquet(files[0]) if files[0].suffix == ".parquet" else pd.read_csv(files[0])


def store(report) -> None:
    from evidently.ui.workspace import RemoteWorkspace

    workspace = RemoteWorkspace(os.environ["EVIDENTLY_URL"], secret=os.environ["EVIDENTLY_SECRET"])
    found = [project for project in workspace.list_projects() if project.name == MODEL]
    project = found[0] if found else workspace.create_project(MODEL)
    workspace.add_run(project.id, report)


def drift_of(rows: pd.DataFrame) -> float:
    found = Report([ValueDrift(column=PREDICTION, method="psi", threshold=PSI_THRESHOLD)]).run(rows, reference)
    return float(found.dict()["metrics"][0]["value"])


def of_versions() -> list[str]:
    """Of a version with few rows, or few labels, nothing is said."""
    told = []
    for version, rows in current.dropna(subset=[VERSION]).groupby(VERSION):
        name = {"version": str(version)}
        told.append(line("evenkeel_version_rows", float(len(rows)), data="predicted", **name))
        if len(rows) >= VERSION_ROWS:
            told.append(line("evenkeel_version_prediction_psi", drift_of(rows), **name))
        if LABEL is None:
            continue
        labelled = rows.dropna(subset=[LABEL])
        told.append(line("evenkeel_version_rows", float(len(labelled)), data="labelled", **name))
        if len(labelled) >= VERSION_ROWS:
            error = ERRORS[os.environ["LABEL_ERROR"]](labelled)
            told.append(line("evenkeel_version_error", float(error), **name))
    return told


reference, current = read(os.environ["REFERENCE_FOLDER"]), read(os.environ["CURRENT_FOLDER"])
# A version is nothing that the model learned from, and labels are there for old rows alone.
judged = [column for column in reference.columns if column not in (VERSION, LABEL)]
columns = [column for column in judged if column in current.columns]
missing = [column for column in judged if column not in current.columns]
if PREDICTION not in columns:
    raise SystemExit(f"the column {PREDICTION} of the predictions is not in both data sets")
for column in (VERSION, LABEL):
    if column is not None and column not in current.columns:
        raise SystemExit(f"the column {column} is not in the current data set")
if len(reference) == 0 or len(current) == 0:
    raise SystemExit("a data set is empty")
numeric = [column for column in columns if pd.api.types.is_numeric_dtype(reference[column])]
# Whole numbers with few values, such as classes, would be taken for names, which have no p-value.
for each in (reference, current):
    each[numeric] = each[numeric].astype(float)

tests = [(column, "psi", PSI_THRESHOLD) for column in columns] + [(column, "ks", KS_P_VALUE) for column in numeric]
report = Report([ValueDrift(column=column, method=method, threshold=threshold) for column, method, threshold in tests])
result = report.run(current, reference)
values = {
    (metric["config"]["column"], metric["config"]["method"]): float(metric["value"])
    for metric in result.dict()["metrics"]
}

psi = {column: values[(column, "psi")] for column in columns}
ks = {column: values[(column, "ks")] for column in numeric}
drifted = {column for column in columns if psi[column] >= PSI_THRESHOLD or ks.get(column, 1.0) < KS_P_VALUE}
push(
    "drift",
    {"model": MODEL},
    [line("evenkeel_drift_psi", value, column=column) for column, value in psi.items()]
    + [line("evenkeel_drift_ks_p_value", value, column=column) for column, value in ks.items()]
    + [line("evenkeel_drift_column_drifted", float(column in drifted), column=column) for column in columns]
    + [
        line("evenkeel_drift_prediction_drifted", float(PREDICTION in drifted)),
        line("evenkeel_drift_columns_missing", float(len(missing))),
        line("evenkeel_drift_rows", float(len(reference)), data="reference"),
        line("evenkeel_drift_rows", float(len(current)), data="current"),
        line("evenkeel_drift_measured_timestamp_seconds", time.time()),
    ]
    + (of_versions() if VERSION else []),
)
print(f"{MODEL}: {len(drifted)} of {len(columns)} columns drifted: {', '.join(sorted(drifted)) or 'none'}")
store(result)
`;
