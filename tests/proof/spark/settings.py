"""Tells what is wrong with settings: Spark itself ignores those that it does not know.

Reads {"name": "value"} from standard input and writes one line of JSON: {"name": "complaint"}. Names are looked up in
the registry that Spark's own code reads them by, and values are converted as it converts them. Those of Hadoop are
looked up among the constants of its S3 client, which is on the class path.
"""

import json
import sys
import zipfile
from glob import glob
from os.path import join

import pyspark
from py4j.protocol import Py4JJavaError
from pyspark.java_gateway import launch_gateway

HADOOP = "spark.hadoop."
S3A = ("org.apache.hadoop.fs.s3a.Constants", "org.apache.hadoop.fs.s3a.commit.CommitConstants")

jvm = launch_gateway().jvm


def load(name):
    return jvm.org.apache.spark.util.Utils.classForName(name, True, True)


def register_settings():
    """Every object with settings puts them into the registry when it is loaded."""
    for jar in glob(join(pyspark.__path__[0], "jars", "spark-*.jar")):
        for entry in zipfile.ZipFile(jar).namelist():
            if entry.startswith("org/apache/spark/internal/config/") and entry.endswith("$.class"):
                load(entry.removesuffix(".class").replace("/", "."))
    load("org.apache.spark.deploy.k8s.Config$")
    load("org.apache.spark.sql.internal.SQLConf$")
    load("org.apache.spark.sql.internal.StaticSQLConf$")


def hadoop_settings():
    fields = [field for name in S3A for field in load(name).getFields()]
    return {field.get(None) for field in fields if field.getType().getName() == "java.lang.String"}


def complaint(name, value, known_to_hadoop):
    if name.startswith(HADOOP):
        return None if name.removeprefix(HADOOP) in known_to_hadoop else "Hadoop's S3 client does not know it"
    entry = jvm.org.apache.spark.internal.config.ConfigEntry.findEntry(name)
    if entry is None:
        return "Spark does not know it"
    conf = jvm.org.apache.spark.SparkConf(False).set(name, value)
    try:
        conf.get(entry)
    except Py4JJavaError as error:
        return str(error.java_exception.getMessage())
    # Spark sets an outdated name aside in favour of the one that replaced it.
    return None if conf.contains(name) and entry.key() == name else f"outdated: it is {entry.key()} now"


register_settings()
known = hadoop_settings()
complaints = {name: complaint(name, value, known) for name, value in json.load(sys.stdin).items()}
print(json.dumps({name: text for name, text in complaints.items() if text}))
