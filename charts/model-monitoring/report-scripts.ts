/** What both reports have in common: the data set, and a page beside its numbers. */
const modelReport = `import html
import json
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd


def read(folder: str, columns: list[str]) -> pd.DataFrame:
    files = sorted(path for path in Path(folder).rglob("*") if path.suffix in (".parquet", ".csv"))
    if len(files) != 1:
        raise SystemExit(f"{folder} holds {len(files)} data sets instead of one")
    data = pd.read_parquet(files[0]) if files[0].suffix == ".parquet" else pd.read_csv(files[0])
    missing = [column for column in columns if column not in data.columns]
    if missing:
        raise SystemExit(f"columns are missing: {', '.join(missing)}")
    data = data.dropna(subset=columns)
    if len(data) == 0:
        raise SystemExit("the data set is empty")
    return data


def write(folder: str, title: str, summary: dict, table: pd.DataFrame) -> None:
    made = datetime.now(timezone.utc).isoformat(timespec="seconds")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    rows = json.loads(table.to_json(orient="records"))
    (target / "report.json").write_text(json.dumps({"title": title, "made": made, **summary, "rows": rows}, indent=2))
    facts = "".join(f"<li>{html.escape(key)}: {html.escape(str(value))}</li>" for key, value in summary.items())
    (target / "report.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>{html.escape(title)}</title>"
        f"<h1>{html.escape(title)}</h1><p>{made}</p><ul>{facts}</ul>{table.to_html(index=False, na_rep='')}"
    )
`;

/**
 * Importance by permutation. The model itself, with whatever it needs to run, is not here: a stand-in learns to predict what
 * the model predicts, and the columns are shuffled in rows that it did not learn from. Its R² there says how much of the
 * model it stands for.
 */
const explain = `import os

import pandas as pd
from model_report import read, write
from push_metrics import line, push
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split

MODEL, PREDICTION = os.environ["MODEL"], os.environ["PREDICTION_COLUMN"]
without = {PREDICTION, *filter(None, os.environ["WITHOUT"].split(","))}

data = read(os.environ["CURRENT_FOLDER"], [PREDICTION]).tail(int(os.environ["ROWS"]))
if len(data) < 100:
    raise SystemExit(f"{len(data)} rows are too few to learn from")
inputs = data[[column for column in data.columns if column not in without]]
if inputs.shape[1] == 0:
    raise SystemExit("no column is left to explain by")
# Trees ask only whether a value is above another one, so a number for each word is enough.
inputs = inputs.apply(
    lambda column: column.astype(float)
    if pd.api.types.is_numeric_dtype(column)
    else pd.Series(pd.factorize(column, sort=True)[0], index=column.index).astype(float)
)
predictions = data[PREDICTION]
if not pd.api.types.is_numeric_dtype(predictions):
    predictions = pd.Series(pd.factorize(predictions, sort=True)[0], index=data.index)
learn, check, learn_to, check_to = train_test_split(inputs, predictions, test_size=0.3, random_state=0)
stand_in = HistGradientBoostingRegressor(random_state=0).fit(learn, learn_to)
fidelity = max(0.0, float(stand_in.score(check, check_to)))
found = permutation_importance(stand_in, check, check_to, n_repeats=5, random_state=0)
table = pd.DataFrame(
    {"column": inputs.columns, "importance": found.importances_mean, "deviation": found.importances_std}
).sort_values("importance", ascending=False)
push(
    "explanations",
    {"model": MODEL},
    [
        line("evenkeel_explanation_importance", float(row.importance), column=str(row.column))
        for row in table.itertuples()
    ]
    + [line("evenkeel_explanation_fidelity", fidelity)],
)
write(os.environ["REPORT_FOLDER"], f"What {MODEL} depends on", {"fidelity": fidelity, "rows looked at": len(data)}, table)
print(f"{MODEL}: fidelity {fidelity:.3f}, most important {table.column.iloc[0]}")
`;

/** Selection and, where it is known what happened, true positives of each group. Small groups are shown, not compared. */
const measureFairness = `import os

import pandas as pd
from model_report import read, write
from push_metrics import line, push

MODEL, PREDICTION, COLUMN = os.environ["MODEL"], os.environ["PREDICTION_COLUMN"], os.environ["GROUP_COLUMN"]
LABEL = os.environ["LABEL_COLUMN"]
MINIMUM_ROWS = int(os.environ["MINIMUM_ROWS"])

data = read(os.environ["CURRENT_FOLDER"], [PREDICTION, COLUMN, *([LABEL] if LABEL else [])])
data["selected"] = data[PREDICTION].astype(float) >= float(os.environ["THRESHOLD"])
groups = data.groupby(data[COLUMN].astype(str), observed=True)
table = pd.DataFrame({"rows": groups.size(), "selection_rate": groups["selected"].mean()})
if LABEL:
    positive = data[data[LABEL].astype(float) == 1]
    happened = positive.groupby(positive[COLUMN].astype(str), observed=True)["selected"]
    table["positives"] = happened.size()
    table["true_positive_rate"] = happened.mean()
table["compared"] = table["rows"] >= MINIMUM_ROWS
compared = table[table["compared"]]
summary, lines = {"groups compared": len(compared)}, []
if len(compared) >= 2:
    rates = compared["selection_rate"]
    # Nobody is selected in any group: nobody is treated worse than anybody else.
    ratio = float(rates.min() / rates.max()) if rates.max() > 0 else 1.0
    summary["disparate impact ratio"] = ratio
    lines.append(line("evenkeel_fairness_disparate_impact_ratio", ratio))
if LABEL and len(known := compared[compared["positives"] >= MINIMUM_ROWS]) >= 2:
    difference = float(known["true_positive_rate"].max() - known["true_positive_rate"].min())
    summary["true positive rate difference"] = difference
    lines.append(line("evenkeel_fairness_true_positive_rate_difference", difference))
for group, row in table.iterrows():
    lines.append(line("evenkeel_fairness_rows", float(row["rows"]), group=str(group)))
    lines.append(line("evenkeel_fairness_selection_rate", float(row["selection_rate"]), group=str(group)))
    if LABEL and pd.notna(row["true_positive_rate"]):
        lines.append(line("evenkeel_fairness_true_positive_rate", float(row["true_positive_rate"]), group=str(group)))
push("fairness", {"model": MODEL}, lines)
write(os.environ["REPORT_FOLDER"], f"How {MODEL} treats the groups of {COLUMN}", summary, table.reset_index())
print(f"{MODEL}: {summary}")
`;

/** Puts a report into the bucket, under the day that it was made on. MLflow's client knows the stores of every cloud. */
const storeReport = `import sys
from datetime import datetime, timezone

from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

target, folder = sys.argv[1:]
address = f"{target}/{datetime.now(timezone.utc):%Y-%m-%d}"
get_artifact_repository(address).log_artifacts(folder)
print(address)
`;

/** By file name. */
export const reportScripts = {
  'model_report.py': modelReport,
  'explain.py': explain,
  'measure_fairness.py': measureFairness,
  'store_report.py': storeReport,
} as const;
