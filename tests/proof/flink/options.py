"""Tells which settings no program of Flink knows: Flink itself ignores them.

Takes folders and archives as arguments, reads a list of names from standard input and writes those that are unknown as
one line of JSON. A name is known where it is a constant of a class in which options are defined: the archives are read,
nothing of them is run.
"""

import json
import struct
import sys
import zipfile
from pathlib import Path

# Sizes of what stands in a class's table of constants, by its tag (Java Virtual Machine Specification, 4.4).
SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
TEXT = 1
TAKES_TWO_PLACES = (5, 6)

OPTION = b"org/apache/flink/configuration/ConfigOption"
REPORTER_FACTORY = b"org/apache/flink/metrics/reporter/MetricReporterFactory"
OPERATOR = "kubernetes.operator."
REPORTER = "metrics.reporter."
HADOOP = "fs.s3a."


def constants(code):
    (count,) = struct.unpack_from(">H", code, 8)
    at, index = 10, 1
    while index < count:
        tag = code[at]
        at += 1
        if tag == TEXT:
            (length,) = struct.unpack_from(">H", code, at)
            yield code[at + 2 : at + 2 + length].decode("utf-8", "replace")
            at += 2 + length
        else:
            at += SIZES[tag]
        index += 2 if tag in TAKES_TWO_PLACES else 1


def archives(paths):
    for path in map(Path, paths):
        yield from sorted(path.rglob("*.jar")) if path.is_dir() else [path]


class Known:
    def __init__(self, paths):
        self.options, self.reporters, self.hadoop = set(), set(), set()
        for archive in archives(paths):
            with zipfile.ZipFile(archive) as jar:
                for name in jar.namelist():
                    self._read(jar, name)

    def _read(self, jar, name):
        if name.endswith(("Options.class", "OptionsInternal.class")):
            code = jar.read(name)
            if OPTION in code:
                self.options.update(constants(code))
        elif name.endswith("ReporterFactory.class"):
            code = jar.read(name)
            if REPORTER_FACTORY in code:
                self.reporters.update(constants(code))
                self.reporters.add(name.removesuffix(".class").replace("/", "."))
        elif name.endswith("fs/s3a/Constants.class"):
            self.hadoop.update(constants(jar.read(name)))

    def has(self, name):
        if name.startswith(OPERATOR):
            # The operator puts its prefix before them at run time.
            return name in self.options or name.removeprefix(OPERATOR) in self.options
        if name.startswith(REPORTER):
            # metrics.reporter.<chosen name>.<option>: either every reporter has it, or its factory reads it.
            option = name.split(".", 3)[-1]
            return option in self.options or option in self.reporters
        return name in (self.hadoop if name.startswith(HADOOP) else self.options)


known = Known(sys.argv[1:])
print(json.dumps([name for name in json.load(sys.stdin) if not known.has(name)]))
