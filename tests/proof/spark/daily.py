"""A batch as a user writes it: makes rows in the bucket, shuffles them, and writes how many there are of each kind."""

import sys

from pyspark.sql import SparkSession, functions

source, target = sys.argv[1:]
spark = SparkSession.builder.appName("daily").getOrCreate()
spark.range(0, 1000, 1, 2).withColumn("kind", functions.col("id") % 7).write.parquet(source)
kinds = spark.read.parquet(source).groupBy("kind").agg(functions.count("*").alias("rows"))
kinds.write.json(target)
written = spark.read.json(target).agg(functions.count("*"), functions.sum("rows")).first()
print("kinds and rows:", *written)
spark.stop()
