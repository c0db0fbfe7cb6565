"""Reads PGM pictures with zxing-cpp: one line for each, empty where nothing was found."""

import sys

import zxingcpp

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        _, size, _, pixels = file.read().split(b"\n", 3)
    width, height = map(int, size.split())
    found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[height, width]))
    print(f"{found[0].format.name}\t{found[0].text}" if found else "")
