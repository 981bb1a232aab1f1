/**
 * What a run of a suite is: fetch the rows, look whether every expectation holds, tell. Settings come from the
 * environment. An expectation that cannot be looked at (a column that is not there) does not hold. Rows of warehouses are
 * read by their own clients, because the library's way to them is another one for each.
 */
export const runScript = `import json
import os
import sys
import time
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from push_metrics import line, push

SUITE = os.environ["SUITE"]
started = time.time()


def from_files() -> pd.DataFrame:
    files = sorted(path for path in Path(os.environ["DATA_FOLDER"]).rglob("*") if path.suffix in (".parquet", ".csv"))
    if len(files) != 1:
        raise SystemExit(f"{len(files)} files instead of one")
    return pd.read_parquet(files[0]) if files[0].suffix == ".parquet" else pd.read_csv(files[0])


def rows(connection) -> pd.DataFrame:
    with connection:
        cursor = connection.cursor()
        cursor.execute(os.environ["QUERY"])
        found = cursor.fetchall()
        return pd.DataFrame([tuple(each) for each in found], columns=[column[0] for column in cursor.description])


def from_lakehouse() -> pd.DataFrame:
    import trino

    return rows(trino.dbapi.connect(
        host=os.environ["TRINO_HOST"], port=int(os.environ["TRINO_PORT"]), http_scheme="http", user="data-quality"
    ))


def from_transforms() -> pd.DataFrame:
    import psycopg2

    connection = psycopg2.connect("")
    connection.set_session(readonly=True)
    return rows(connection)


def from_snowflake() -> pd.DataFrame:
    import snowflake.connector
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(os.environ["SNOWFLAKE_KEY"].encode(), password=None)
    return rows(snowflake.connector.connect(
        account=os.environ["SNOWFLAKE_ACCOUNT"],
        user=os.environ["SNOWFLAKE_USER"],
        private_key=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        **{each: os.environ[f"SNOWFLAKE_{each.upper()}"] for each in ("warehouse", "database", "schema", "role")},
    ))


def from_databricks() -> pd.DataFrame:
    import databricks.sql

    return rows(databricks.sql.connect(
        server_hostname=os.environ["DATABRICKS_SERVER"],
        http_path=os.environ["DATABRICKS_HTTP_PATH"],
        catalog=os.environ["DATABRICKS_CATALOG"],
        schema=os.environ["DATABRICKS_SCHEMA"],
        access_token=databricks_token(),
    ))


def databricks_token() -> str:
    import base64
    import urllib.request

    pair = f"{os.environ['DATABRICKS_CLIENT_ID']}:{os.environ['DATABRICKS_CLIENT_SECRET']}"
    request = urllib.request.Request(
        f"https://{os.environ['DATABRICKS_SERVER']}/oidc/v1/token",
        data=b"grant_type=client_credentials&scope=all-apis",
        headers={"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


SOURCES = {
    "files": from_files, "lakehouse": from_lakehouse, "transforms": from_transforms, "snowflake": from_snowflake,
    "databricks": from_databricks,
}


def expectations() -> list[dict]:
    stated = json.loads(os.environ["EXPECTATIONS"])
    if os.environ["DEFINITIONS"]:
        stated += json.loads(Path(os.environ["DEFINITIONS"]).read_text())["expectations"]
    return stated


lines: list[str] = []
data = SOURCES[os.environ["SOURCE"]]()
suite = gx.ExpectationSuite(name=SUITE)
for each in expectations():
    suite.add_expectation_configuration(ExpectationConfiguration(type=each["type"], kwargs=each["kwargs"]))

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
asset = context.data_sources.add_pandas("data").add_dataframe_asset("data")
batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": data})
results = batch.validate(suite).results
broken = [each for each in results if not each.success]
for each in broken:
    print(f"does not hold: {each.expectation_config.type} {json.dumps(each.expectation_config.kwargs, default=str)}")
good = not broken

if os.environ["NEWEST_COLUMN"]:
    newest = pd.to_datetime(data[os.environ["NEWEST_COLUMN"]], utc=True).max()
    age = time.time() - newest.timestamp() if len(data) and not pd.isna(newest) else float("inf")
    stale = age > float(os.environ["NEWEST_MAX_AGE_SECONDS"])
    lines += [
        line("evenkeel_quality_newest_row_age_seconds", age).replace(" inf", " +Inf"),
        line("evenkeel_quality_data_stale", float(stale)),
    ]
    if stale:
        print(f"the newest row is {age:.0f} s old")
    good = good and not stale

finished = time.time()
lines += [
    line("evenkeel_quality_expectations", float(len(results) - len(broken)), outcome="held"),
    line("evenkeel_quality_expectations", float(len(broken)), outcome="broken"),
    line("evenkeel_quality_rows", float(len(data))),
    line("evenkeel_quality_suite_succeeded", float(good)),
    line("evenkeel_quality_run_seconds", finished - started),
    line("evenkeel_quality_finished_timestamp_seconds", finished),
]
push("quality", {"suite": SUITE}, lines)
print(f"{SUITE}: {len(results) - len(broken)} of {len(results)} expectations hold for {len(data)} rows")
sys.exit(0 if good or os.environ["FAILURE_ACTION"] == "report" else 1)
`;
