/**
 * What MLServer loads in place of a model whose predictions are explained, counted or written down; it loads the model itself and
 * hands every request on to it. Neither an explanation nor a record that fails keeps an answer back: both are counted.
 *
 * Explanations are Shapley values by sampled orders of the inputs, each also walked backwards (Castro et al. 2009;
 * antithetic pairs halve the spread): inputs are put in one after the other in place of what is usual, and each one's
 * part is what the prediction changes by. They ask the model alone, so any model can be explained, and together with the
 * base they are the prediction, whatever the number of orders. MLServer's own runtime for explanations was last published
 * for an older release, for a library that is not free for production.
 *
 * Records are lines of JSON in files that another container sends away. Files stay below a bound: a bucket that is out of
 * reach must cost records, not the pod.
 */
export const recordedModel = `import hashlib
import importlib
import json
import os
import queue
import threading
import time
import uuid
import zlib
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pandas as pd
from mlserver import MLModel
from mlserver.codecs import NumpyRequestCodec, PandasCodec
from mlserver.logging import logger
from mlserver.types import Parameters, ResponseOutput
from prometheus_client import REGISTRY, Counter, Gauge


def metric(kind, name, text, labels=("model",), **options):
    """This module is loaded anew for every model; its metrics are there once."""
    try:
        return kind(name, text, labels, **options)
    except ValueError:
        return REGISTRY._names_to_collectors[name]


class Metrics:
    def __init__(self, model):
        def one(kind, name, text, **options):
            return metric(kind, f"evenkeel_{name}", text, **options).labels(model)

        self.explained = one(Counter, "explanations", "Predictions that were explained.")
        self.unexplained = one(Counter, "explanations_failed", "Predictions without their explanation.")
        self.recorded = one(Counter, "predictions_recorded", "Records that were written.")
        self.lost = one(Counter, "predictions_unrecorded", "Predictions without their record.")
        self.waiting = one(
            Gauge, "records_waiting_seconds", "Age of the oldest records not yet sent.", multiprocess_mode="livemax"
        )


class Predictions:
    """Counts predictions in bins, so that two versions can be compared while both answer."""

    def __init__(self, model, version, edges):
        counter = metric(
            Counter, "evenkeel_predictions_binned", "Predictions by bin.", ("model", "version", "bin")
        )
        self.edges = np.asarray(edges, dtype=float)
        # All of them from the start: what never came is a zero, not a gap.
        self.bins = [counter.labels(model, version, f"{number:02d}") for number in range(len(edges) + 1)]
        self.none = counter.labels(model, version, "none")

    def values(self, output):
        data = np.asarray(getattr(output.data, "root", output.data), dtype=object)
        rows = data.reshape(output.shape[0], -1) if output.shape else data.reshape(-1, 1)
        # Of two classes the second one's probability, of more the number of the likeliest, else the value.
        wide = rows.shape[1]
        return rows.astype(float).argmax(axis=1) if wide > 2 else rows[:, wide - 1]

    def bin(self, value):
        text = value.decode() if isinstance(value, bytes) else value
        try:
            number = float(text)
        except (TypeError, ValueError):
            # Classes with names: each one has its bin, maybe together with another.
            return self.none if text is None else self.bins[zlib.crc32(str(text).encode()) % len(self.bins)]
        return self.none if np.isnan(number) else self.bins[int(np.searchsorted(self.edges, number, side="right"))]

    def count(self, outputs):
        try:
            for value in self.values(outputs[0]):
                self.bin(value).inc()
        except Exception:
            # An answer that cannot be read is no prediction.
            self.none.inc()
            logger.exception("a prediction was not counted")


class Explainer:
    """Shapley values of each row against rows that are usual."""

    def __init__(self, model, background, rows, orders):
        self.model = getattr(model, "_model", model)
        usual = pd.read_csv(background)
        self.columns = list(usual.columns)
        spread = np.linspace(0, len(usual) - 1, min(rows, len(usual))).astype(int)
        self.usual = usual.iloc[spread].to_numpy(dtype=object)
        self.orders = orders
        named = hasattr(self.model, "metadata") or hasattr(self.model, "feature_names_in_")
        self.frame = usual.dtypes if named else None

    def predict(self, matrix):
        inputs = matrix.astype(float) if self.frame is None else self.framed(matrix)
        answer = getattr(self.model, "predict_proba", self.model.predict)
        found = np.asarray(answer(inputs), dtype=float)
        return found.reshape(len(matrix), -1)

    def framed(self, matrix):
        return pd.DataFrame(matrix, columns=self.columns).astype(self.frame)

    def explain_row(self, row):
        usual, size = self.usual, len(self.columns)
        # One seed: who asks the same twice is told the same.
        random = np.random.default_rng(0)
        forward = [random.permutation(size) for _ in range(self.orders)]
        orders = forward + [order[::-1] for order in forward]
        steps = []
        for order in orders:
            mixed = usual.copy()
            steps.append(mixed.copy())
            for column in order:
                mixed[:, column] = row[column]
                steps.append(mixed.copy())
        found = self.predict(np.concatenate(steps))
        # Of two classes the second one's probability, of more that of the likeliest, else the value.
        whole = self.predict(row.reshape(1, -1))[0]
        output = {1: 0, 2: 1}.get(len(whole), int(np.argmax(whole)))
        means = found[:, output].reshape(len(orders), size + 1, len(usual)).mean(axis=2)
        parts = np.zeros(size)
        for order, values in zip(orders, means):
            parts[order] += np.diff(values)
        return {
            "output": output,
            "base": float(means[0, 0]),
            "value": float(whole[output]),
            "parts": (parts / len(orders)).tolist(),
        }

    def explain(self, matrix):
        return [self.explain_row(row) for row in matrix]


def tensor(each):
    return {"name": each.name, "shape": each.shape, "data": getattr(each.data, "root", each.data)}


def plain(value):
    return value.tolist() if hasattr(value, "tolist") else str(value)


class Trail:
    """Writes records beside the answers: a request only puts its record into a queue."""

    def __init__(self, folder, metrics, each_seconds, most_mib):
        self.folder, self.metrics = folder, metrics
        self.each_seconds, self.most_bytes = each_seconds, most_mib * 2**20
        self.folder.mkdir(parents=True, exist_ok=True)
        self.records = queue.Queue(maxsize=1000)
        threading.Thread(target=self.work, daemon=True).start()

    def put(self, make):
        try:
            self.records.put_nowait(make)
        except queue.Full:
            self.metrics.lost.inc()

    def work(self):
        file, since = None, time.monotonic()
        while True:
            try:
                make = self.records.get(timeout=1)
            except queue.Empty:
                make = None
            try:
                if make is not None:
                    if file is None:
                        file = open(self.folder / f"{os.environ.get('HOSTNAME', 'pod')}-{uuid.uuid4().hex}.open", "w")
                        since = time.monotonic()
                    self.write(file, make)
                if file is not None and time.monotonic() - since >= self.each_seconds:
                    file.close()
                    os.rename(file.name, file.name.removesuffix(".open") + ".jsonl")
                    file = None
                self.look()
            except Exception:
                logger.exception("a prediction was not written down")
                if make is not None:
                    self.metrics.lost.inc()

    def write(self, file, make):
        if sum(path.stat().st_size for path in self.folder.iterdir()) >= self.most_bytes:
            self.metrics.lost.inc()
            return
        file.write(json.dumps(make(), separators=(",", ":"), default=plain) + "\\n")
        # What is written outlives this process.
        file.flush()
        self.metrics.recorded.inc()

    def look(self):
        times = [path.stat().st_mtime for path in self.folder.glob("*.jsonl")]
        self.metrics.waiting.set(time.time() - min(times) if times else 0)


def callers(headers):
    """Who asked, as the gateway says; it takes these headers away from whoever sends them from outside."""
    known = {"subject": "x-auth-subject", "email": "x-auth-email", "client": "x-auth-client"}
    return {name: headers[header] for name, header in known.items() if header in headers}


class Recorded(MLModel):
    async def load(self):
        extra = self.settings.parameters.extra
        module, name = extra["inner"].rsplit(".", 1)
        self.inner = getattr(importlib.import_module(module), name)(self.settings)
        await self.inner.load()
        self.inputs, self.outputs = self.inner.inputs, self.inner.outputs
        self.metrics = Metrics(self.name)
        self.workload, self.source = extra["workload"], extra["source"]
        explainer, trail, counted = extra.get("explainer"), extra.get("trail"), extra.get("predictions")
        self.predictions = counted and Predictions(self.name, counted["version"], counted["edges"])
        self.where = explainer and explainer["where"]
        self.with_inputs = bool(trail and trail["inputs"])
        self.explainer = self.trail = None
        if explainer:
            try:
                self.explainer = Explainer(self.inner, explainer["background"], explainer["rows"], explainer["orders"])
            except Exception:
                logger.exception("predictions of %s cannot be explained", self.name)
        if trail:
            self.trail = Trail(Path(os.environ["TRAIL_FOLDER"]) / self.name, self.metrics, trail["eachSeconds"], trail["mostMiB"])
        return True

    def matrix(self, request):
        inputs = request.inputs
        if len(inputs) == 1 and len(inputs[0].shape) == 2:
            matrix = np.asarray(self.inner.decode_request(request, default_codec=NumpyRequestCodec), dtype=object)
        else:
            matrix = PandasCodec.decode_request(request)[self.explainer.columns].to_numpy(dtype=object)
        if matrix.shape[1] != len(self.explainer.columns):
            raise ValueError(f"{matrix.shape[1]} inputs where {len(self.explainer.columns)} are explained")
        return matrix

    def explanations(self, request):
        """Nothing where it fails: the prediction stands without."""
        try:
            if self.explainer is None:
                raise RuntimeError("the explainer was not loaded")
            found = self.explainer.explain(self.matrix(request))
            self.metrics.explained.inc()
            return found
        except Exception:
            self.metrics.unexplained.inc()
            logger.exception("a prediction of %s was not explained", self.name)
            return None

    def record(self, asked, request, response, found, when):
        headers = (request.parameters and request.parameters.headers) or {}
        inputs = [tensor(each) for each in asked]
        text = json.dumps(inputs, default=plain, sort_keys=True)
        explained = self.explanations(request) if self.where == "trail" else found
        return {
            "time": when,
            "id": response.id or request.id,
            "request": headers.get("x-request-id"),
            "caller": callers(headers),
            "model": self.name,
            "version": self.version,
            "source": self.source,
            "workload": self.workload,
            "pod": os.environ.get("HOSTNAME"),
            # The same inputs have the same mark, also where they are not written down.
            "inputs_sha256": hashlib.sha256(text.encode()).hexdigest(),
            **({"inputs": inputs} if self.with_inputs else {}),
            "outputs": [tensor(each) for each in response.outputs],
            **({"columns": self.explainer.columns, "explanations": explained} if self.where and self.explainer else {}),
        }

    def answer(self, response, found):
        """Two more outputs: what each input added, and what it was added to."""
        response.parameters = response.parameters or Parameters()
        if found is None:
            response.parameters.explained = False
            return
        columns = self.explainer.columns
        flat = [part for row in found for part in row["parts"]]
        response.parameters.explained = True
        names = Parameters(columns=columns, explains=[row["output"] for row in found])
        response.outputs += [
            ResponseOutput(
                name="explanation", datatype="FP64", shape=[len(found), len(columns)], data=flat, parameters=names
            ),
            ResponseOutput(
                name="explanation_base", datatype="FP64", shape=[len(found)], data=[row["base"] for row in found]
            ),
        ]

    async def predict(self, request):
        when = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        asked = [each.model_copy() for each in request.inputs]
        response = await self.inner.predict(request)
        outputs = response.model_copy(update={"outputs": list(response.outputs)})
        if self.predictions:
            self.predictions.count(outputs.outputs)
        found = self.explanations(request) if self.where == "answer" else None
        if self.where == "answer":
            self.answer(response, found)
        if self.trail:
            self.trail.put(lambda: self.record(asked, request, outputs, found, when))
        return response
`;
