#!/usr/bin/env python3
"""Make the demonstration calls: dialogues.txt -> NAME.opus + NAME.txt (what was said, and when).

Debian packages: python3 festival festvox-ru festvox-us-slt-hts flite sox opus-tools

usage: make.py [-o FOLDER] [--wav] [NAME...]     all calls, beside this script, when nothing is given
       --wav also leaves NAME.wav: the call as a listener of the .opus hears it

Left channel: the manager, right channel: the client. The same dialogue gives the same bytes
every time (so sox runs without dither).
"""
import argparse
import array
import os
import random
import re
import subprocess
import tempfile
import wave

RATE = 8000          # a telephone line
NOISE = 14           # its hiss: standard deviation of a sample, about -67 dB
LEVEL = -4           # peak of a speaker, dB; a one-word turn is 6 dB quieter
SENTENCE = 0.3       # pause between two sentences of one turn, seconds
HERE = os.path.dirname(os.path.abspath(__file__))
FESTIVAL = {'ru': 'voice_msu_ru_nsh_clunits', 'slt': 'voice_cmu_us_slt_arctic_hts'}  # other voices are flite's


def run(*command, **more):
    subprocess.run([str(c) for c in command], check=True, **more)


def dialogues(path):
    """dialogues.txt explains its own format."""
    calls, spoken = {}, {}
    for line in open(path, encoding='utf-8'):
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        if line.startswith('~ '):
            spoken[line.split()[1]] = line.split()[2]
            continue
        head = re.fullmatch(r'== (\S+) M=(\w+)((?: [\w.+-]+)*) C=(\w+)((?: [\w.+-]+)*)', line)
        if head:
            turns = []
            calls[head[1]] = ([(head[2], head[3].split()), (head[4], head[5].split())], turns)
            continue
        gap, who, text = re.fullmatch(r'(?:(-?[\d.]+) )?([MC]): (.+)', line).groups()
        turns.append((None if gap is None else float(gap), 'MC'.index(who), text))
    return calls, spoken


def synthesise(voice, jobs):
    """Say every (text, file) of jobs; festival is started once for all of them."""
    if voice not in FESTIVAL:
        for text, path in jobs:
            run('flite', '-voice', voice, '-t', text, '-o', path)
        return
    program = f'({FESTIVAL[voice]})\n' + ''.join(
        f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{path}" \'riff)\n' for text, path in jobs)
    run('festival', '--pipe', input=program.encode(), stdout=subprocess.DEVNULL)


def read(path):
    with wave.open(path) as w:
        return array.array('h', w.readframes(w.getnframes()))


def trim(samples):
    """Without the silence that the synthesiser leaves around a sentence, so that the written times are exact."""
    loud = [i for i, s in enumerate(samples) if abs(s) > 120]
    return samples[max(0, loud[0] - RATE // 50):loud[-1] + RATE // 16]


def make(name, voices, turns, spoken, folder, keep_wav, tmp):
    # 1. Every sentence by itself, with its words as the voice must read them.
    pieces = []
    for n, (_, who, text) in enumerate(turns):
        for k, sentence in enumerate(re.split(r'(?<=[.?!]) ', text)):
            sentence = re.sub(r'\w+', lambda w: spoken.get(w[0].lower(), w[0]), sentence)
            pieces.append((n, who, sentence, f'{tmp}/{n}-{k}'))
    for voice in sorted({v for v, _ in voices}):
        synthesise(voice, [(s, p + '.raw.wav') for _, w, s, p in pieces if voices[w][0] == voice])

    # 2. Turns: telephone rate, the speaker's own pitch and tempo, sentences joined.
    said = [array.array('h') for _ in turns]
    for n, who, _, path in pieces:
        run('sox', '-V1', '-D', path + '.raw.wav', '-b', 16, path + '.wav', *voices[who][1], 'rate', RATE, 'norm',
            LEVEL if ' ' in turns[n][2] else LEVEL - 6)
        if said[n]:
            said[n].extend([0] * int(SENTENCE * RATE))
        said[n].extend(trim(read(path + '.wav')))

    # 3. Turns on the time line: a gap counts from the moment when both have fallen silent.
    dice = random.Random(name)
    clock, own, placed = 0, [0, 0], []
    for (gap, who, text), sound in zip(turns, said):
        gap = round(dice.uniform(0.25, 0.9), 2) if gap is None else gap
        start = clock + int(gap * RATE)
        assert start >= own[who], f'{name}: a speaker talks over himself: {text}'
        own[who] = start + len(sound)
        clock = max(clock, own[who])
        placed.append((start, own[who], who, text, sound))
    length = clock + RATE // 2

    # 4. Line: hiss on both channels, then the telephone band with the gentle slopes of a line (a steep cut at 300 Hz
    #    blinds voice detectors). 32 kbit/s: at 16 Opus folds both channels into one.
    for who in (0, 1):
        line = array.array('h', (int(dice.gauss(0, NOISE)) for _ in range(length)))
        for start, _, w, _, sound in placed:
            if w == who:
                line[start:start + len(sound)] = array.array('h', (a + b for a, b in zip(line[start:], sound)))
        with wave.open(f'{tmp}/{who}.wav', 'wb') as w:
            w.setparams((1, 2, RATE, 0, 'NONE', ''))
            w.writeframes(line.tobytes())
    run('sox', '-V1', '-D', '-M', f'{tmp}/0.wav', f'{tmp}/1.wav', '-b', 16, f'{tmp}/call.wav',
        'highpass', 300, 'lowpass', 3400)
    opus = f'{folder}/{name}.opus'
    run('opusenc', '--quiet', '--bitrate', 32, '--hard-cbr', '--no-phase-inv', '--serial', 1, f'{tmp}/call.wav', opus)
    if keep_wav:
        run('opusdec', '--quiet', '--rate', RATE, '--no-dither', opus, f'{folder}/{name}.wav')
    with open(f'{folder}/{name}.txt', 'w', encoding='utf-8') as out:
        for start, end, who, text, _ in sorted(placed, key=lambda p: p[0]):
            out.write(f'[{start / RATE:.2f}-{end / RATE:.2f}] ch{who + 1}: {text.replace("+", "")}\n')
    print(f'{name}: {int(length / RATE) // 60}:{int(length / RATE) % 60:02}, {os.path.getsize(opus):,} bytes')


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-o', dest='folder', default=HERE)
    parser.add_argument('--wav', action='store_true')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    calls, spoken = dialogues(f'{HERE}/dialogues.txt')
    for name in args.names or [n for n in calls if n != 'greeting']:   # greeting: a clip for the tests
        with tempfile.TemporaryDirectory() as tmp:
            make(name, *calls[name], spoken, args.folder, args.wav, tmp)
