"""Reads pictures with rapidocr for the bench (go run ./internal/reader/bench -peer rapidocr DIR PYTHON).

Reads one path a line from standard input; answers with one line of JSON: the picture's size, and the lines of text as
{"text", "score", "quad"}. Needs `pip install rapidocr==3.10.0 onnxruntime==1.32.0` in the Python that runs it. The
engine is used as its own guide shows, with no options, so that it is measured as people meet it.
"""

import json
import logging
import sys

import cv2
from rapidocr import RapidOCR

logging.disable(logging.WARNING)
engine = RapidOCR()
print("{}", flush=True)  # ready
for path in sys.stdin:
    path = path.rstrip("\n")
    picture = cv2.imread(path)
    lines = []
    if picture is not None:
        out = engine(path)
        if out.boxes is not None:
            for quad, text, score in zip(out.boxes, out.txts, out.scores):
                lines.append({"text": text, "score": float(score), "quad": [[float(x), float(y)] for x, y in quad]})
    size = [0, 0] if picture is None else [picture.shape[1], picture.shape[0]]
    print(json.dumps({"size": size, "lines": lines}), flush=True)
