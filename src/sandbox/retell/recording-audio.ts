import type { Turn } from './call-record.ts';
import { lengthSec } from './speech-timing.ts';

const SAMPLE_RATE = 8000;
const WAV_HEADER_BYTES = 44;
const SYLLABLES_PER_SEC = 4.3;
const VOICES = {
  agent: { pitchHz: 196, level: 5200 },
  user: { pitchHz: 124, level: 6100 },
} as const;
const VOWELS: readonly (readonly [number, number, number, number])[] = [
  [1, 0.6, 0.25, 0.1],
  [0.8, 0.2, 0.5, 0.3],
  [1, 0.3, 0.1, 0.4],
  [0.7, 0.8, 0.4, 0.05],
];

/**
 * Renders turns as 8 kHz 16-bit PCM in a WAV file. Two channels put the agent left and the client right; one channel mixes
 * them. The sound is synthesized (syllable-like tones at the times of each turn), so no one's voice is in it.
 */
export function renderRecording(turns: readonly Turn[], channels: 1 | 2): Uint8Array<ArrayBuffer> {
  const sampleCount = Math.ceil((lengthSec(turns) + 0.6) * SAMPLE_RATE);
  const left = new Float32Array(sampleCount);
  const right = channels === 2 ? new Float32Array(sampleCount) : left;
  for (const turn of turns) addTurn(turn.speaker === 'agent' ? left : right, turn);
  const file = new Uint8Array(WAV_HEADER_BYTES + sampleCount * channels * 2);
  const view = new DataView(file.buffer);
  writeHeader(view, sampleCount, channels);
  const lanes = channels === 2 ? [left, right] : [left];
  for (let index = 0; index < sampleCount; index++) {
    lanes.forEach((lane, channel) => {
      const sample = Math.max(-32_000, Math.min(32_000, lane[index] ?? 0));
      view.setInt16(WAV_HEADER_BYTES + (index * channels + channel) * 2, sample, true);
    });
  }
  return file;
}

function addTurn(lane: Float32Array, turn: Turn): void {
  const voice = VOICES[turn.speaker];
  const first = Math.floor(turn.startSec * SAMPLE_RATE);
  const last = Math.min(lane.length, Math.ceil(turn.endSec * SAMPLE_RATE));
  const durationSec = turn.endSec - turn.startSec;
  let phase = 0;
  for (let index = first; index < last; index++) {
    const timeSec = (index - first) / SAMPLE_RATE;
    const syllable = Math.floor(timeSec * SYLLABLES_PER_SEC);
    const character = turn.text.charCodeAt(syllable % turn.text.length) || 0;
    const vowel = VOWELS[character % VOWELS.length] ?? VOWELS[0];
    // Falling intonation over the turn plus a little movement on each syllable keeps it from sounding like a dial tone.
    const melody = 1.12 - 0.22 * (timeSec / durationSec) + ((character % 7) - 3) * 0.015;
    phase += (2 * Math.PI * voice.pitchHz * melody) / SAMPLE_RATE;
    const envelope = Math.sin(Math.PI * ((timeSec * SYLLABLES_PER_SEC) % 1)) ** 0.7;
    const edge = Math.min(1, timeSec * 20, (durationSec - timeSec) * 20);
    const tone = vowel
      ? vowel[0] * Math.sin(phase) +
        vowel[1] * Math.sin(2 * phase) +
        vowel[2] * Math.sin(4 * phase) +
        vowel[3] * Math.sin(7 * phase)
      : 0;
    lane[index] = (lane[index] ?? 0) + tone * envelope * edge * voice.level;
  }
}

function writeHeader(view: DataView, sampleCount: number, channels: number): void {
  const dataBytes = sampleCount * channels * 2;
  const writeTag = (offset: number, tag: string) =>
    Array.from(tag).forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  writeTag(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  writeTag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  writeTag(36, 'data');
  view.setUint32(40, dataBytes, true);
}
