/** Name of the module beside a job's own script. */
export const pushMetricsFile = 'push_metrics.py';

/** How a job tells its metrics to the Pushgateway, in nothing but Python's own library. */
export const pushMetrics = `import os
import urllib.parse
import urllib.request


def escape(text: str) -> str:
    return text.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"').replace("\\n", "\\\\n")


def line(name: str, value: float, **labels: str) -> str:
    inside = ",".join(f'{key}="{escape(text)}"' for key, text in labels.items())
    return f"{name}{{{inside}}} {value}" if inside else f"{name} {value}"


def push(job: str, group: dict[str, str], lines: list[str], keep_others: bool = False) -> None:
    """Replaces the metrics of the group; those of other names stay if they are to be kept."""
    kinds = sorted({each.split("{")[0].split(" ")[0] for each in lines})
    body = "".join(
        f"# TYPE {kind} gauge\\n" + "".join(f"{each}\\n" for each in lines if each.startswith((kind + "{", kind + " ")))
        for kind in kinds
    )
    path = "".join(f"/{key}/{urllib.parse.quote(value, safe='')}" for key, value in {"job": job, **group}.items())
    request = urllib.request.Request(
        f"{os.environ['PUSHGATEWAY_URL']}/metrics{path}",
        data=body.encode(),
        method="POST" if keep_others else "PUT",
        headers={"Content-Type": "text/plain"},
    )
    urllib.request.urlopen(request, timeout=30).close()
`;
