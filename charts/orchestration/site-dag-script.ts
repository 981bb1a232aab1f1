/**
 * One DAG for each run of the site: a task makes a Job from the template that a suspended CronJob holds, waits for it,
 * shows its log and fails with it. The task's pod alone gets the token of its account. A task that starts again,
 * because its machine went away, finds its Job by name and goes on waiting; one that a person clears starts anew.
 */
export const siteDagScript = `import hashlib
import json
import time
from datetime import datetime, timedelta
from pathlib import Path

from airflow.sdk.exceptions import AirflowFailException
from airflow.sdk import dag, get_current_context, task
from kubernetes.client import models as k8s

RUNS = json.loads(Path(__file__).with_name("site_runs.json").read_text())

POD = k8s.V1Pod(
    metadata=k8s.V1ObjectMeta(labels={"evenkeel.dev/reaches-api-server": "true"}),
    spec=k8s.V1PodSpec(containers=[], automount_service_account_token=True),
)


def outcome(job):
    for condition in job.status.conditions or []:
        if condition.status == "True" and condition.type in ("Complete", "Failed"):
            return condition.type
    return None


def job_from(template, name: str):
    annotations = {"cronjob.kubernetes.io/instantiate": "manual", **(template.spec.job_template.metadata.annotations or {})}
    owner = k8s.V1OwnerReference(
        api_version="batch/v1", kind="CronJob", name=template.metadata.name, uid=template.metadata.uid, controller=True
    )
    return k8s.V1Job(
        api_version="batch/v1",
        kind="Job",
        metadata=k8s.V1ObjectMeta(
            name=name,
            labels=template.spec.job_template.metadata.labels,
            annotations=annotations,
            owner_references=[owner],
        ),
        spec=template.spec.job_template.spec,
    )


def run_job(namespace: str, cron_job: str, run_id: str) -> None:
    from kubernetes import client, config

    try:
        config.load_incluster_config()
    except config.ConfigException:
        config.load_kube_config()
    batch, core = client.BatchV1Api(), client.CoreV1Api()
    name = f"{cron_job}-{hashlib.sha256(run_id.encode()).hexdigest()[:10]}"

    def ask():
        try:
            return batch.read_namespaced_job(name, namespace)
        except client.ApiException as error:
            if error.status != 404:
                raise
            return None

    def end():
        try:
            batch.delete_namespaced_job(name, namespace, propagation_policy="Background")
        except client.ApiException as error:
            if error.status != 404:
                raise

    def show():
        pods = core.list_namespaced_pod(namespace, label_selector=f"batch.kubernetes.io/job-name={name}").items
        for pod in pods:
            for container in [*(pod.spec.init_containers or []), *pod.spec.containers]:
                try:
                    text = core.read_namespaced_pod_log(
                        pod.metadata.name, namespace, container=container.name, tail_lines=500
                    )
                except client.ApiException:
                    continue
                print(f"--- {pod.metadata.name} {container.name}")
                print(text)

    job = ask()
    if job is not None and outcome(job) is not None:
        end()
        while ask() is not None:
            time.sleep(1)
        job = None
    if job is None:
        template = batch.read_namespaced_cron_job(cron_job, namespace)
        job = batch.create_namespaced_job(namespace, job_from(template, name))
    try:
        while outcome(job) is None:
            time.sleep(5)
            job = ask()
            if job is None:
                raise AirflowFailException(f"somebody deleted the job {name}")
    except BaseException:
        # Ended by a person or a timeout: the work must not go on by itself.
        end()
        raise
    show()
    if outcome(job) != "Complete":
        raise AirflowFailException(f"the job {name} failed")


def make(run: dict):
    @dag(
        dag_id=run["dag"],
        description=run["description"],
        schedule=run["schedule"],
        start_date=datetime(2025, 1, 1),
        catchup=False,
        max_active_runs=1,
        is_paused_upon_creation=False,
        tags=[run["namespace"], "evenkeel"],
    )
    def site_run():
        @task(
            task_id="run",
            retries=2,
            retry_delay=timedelta(minutes=1),
            execution_timeout=timedelta(minutes=run["deadlineMinutes"] + 15),
            executor_config={"pod_override": POD},
        )
        def start(namespace: str, cron_job: str) -> None:
            run_job(namespace, cron_job, get_current_context()["run_id"])

        start(run["namespace"], run["cronJob"])

    return site_run()


for each in RUNS:
    globals()[each["dag"]] = make(each)
`;
