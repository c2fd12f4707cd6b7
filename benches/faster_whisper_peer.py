"""The peer of `benches/transcribe.rs`: faster-whisper, batched, int8, on the same base weights.

Reads one path a line, answers one JSON object a line: {"seconds": …, "channels": ["text", …], "peak_mb": …}. The model is
loaded before the first line is read; decoding the file is part of the seconds, as it is of ours.

usage: faster_whisper_peer.py MODEL_DIR LANGUAGE THREADS
"""

import json
import resource
import sys
import time

from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.audio import decode_audio

folder, language, threads = sys.argv[1:4]
model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=int(threads))
pipeline = BatchedInferencePipeline(model)
print(json.dumps({"ready": True}), flush=True)


def sides(path, channels):
    if channels == 1:
        return [decode_audio(path)]
    return list(decode_audio(path, split_stereo=True))


for line in sys.stdin:
    channels, path = line.rstrip("\n").split(" ", 1)
    begun = time.perf_counter()
    texts = []
    for sound in sides(path, int(channels)):
        segments, _ = pipeline.transcribe(sound, language=language, beam_size=1, batch_size=8)
        texts.append(" ".join(segment.text for segment in segments))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "channels": texts, "peak_mb": peak}), flush=True)
