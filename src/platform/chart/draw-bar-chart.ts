import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a bar chart shows: groups of bars side by side, a label under each group. */
export interface BarChart {
  title: string;
  groups: readonly string[];
  series: readonly { name: string; values: readonly number[] }[];
  isDark: boolean;
}

const width = 1280;
const height = 720;
const frame = { left: 90, right: 40, top: 130, bottom: 80 };
const light = { ground: '#ffffff', text: '#1c2733', faint: '#6b7a89', grid: '#e3e8ed', bars: ['#2f80ed', '#f2994a'] };
const dark = { ground: '#17212b', text: '#f1f5f9', faint: '#93a4b5', grid: '#2a3947', bars: ['#5aa7ff', '#f6b26b'] };
const family = 'Perezvon Chart';

/** Draws a PNG of 1280 × 720. The drawing library and its font are loaded when the first chart is asked for. */
export async function drawBarChart(chart: BarChart): Promise<Buffer> {
  const { GlobalFonts, createCanvas } = await import('@napi-rs/canvas');
  if (!GlobalFonts.has(family)) {
    const folder = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
    GlobalFonts.registerFromPath(join(folder, 'ttf', 'DejaVuSans.ttf'), family);
  }
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const colours = chart.isDark ? dark : light;
  const write = (
    text: string,
    x: number,
    y: number,
    size: number,
    colour: string,
    align: 'left' | 'right' | 'center',
  ) => {
    pen.font = `${size}px "${family}"`;
    pen.fillStyle = colour;
    pen.textAlign = align;
    pen.fillText(text, x, y);
  };
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, width, height);
  write(chart.title, frame.left - 50, 58, 34, colours.text, 'left');

  const top = niceTop(Math.max(1, ...chart.series.flatMap(({ values }) => values)));
  const room = { width: width - frame.left - frame.right, height: height - frame.top - frame.bottom };
  const floor = frame.top + room.height;
  const steps = top.value / top.step;
  for (let line = 0; line <= steps; line += 1) {
    const y = floor - (room.height * line) / steps;
    pen.strokeStyle = colours.grid;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(frame.left, y);
    pen.lineTo(width - frame.right, y);
    pen.stroke();
    write(String(line * top.step), frame.left - 14, y + 8, 22, colours.faint, 'right');
  }

  const groupWidth = room.width / Math.max(1, chart.groups.length);
  const barWidth = (groupWidth * 0.68) / Math.max(1, chart.series.length);
  chart.groups.forEach((label, group) => {
    const left = frame.left + groupWidth * group;
    write(label, left + groupWidth / 2, floor + 40, 22, colours.faint, 'center');
    chart.series.forEach(({ values }, index) => {
      const value = values[group] ?? 0;
      const tall = (room.height * value) / top.value;
      const x = left + groupWidth * 0.16 + barWidth * index;
      pen.fillStyle = colours.bars[index % colours.bars.length] ?? colours.text;
      pen.fillRect(x, floor - tall, barWidth - 3, tall);
      if (value > 0) write(String(value), x + barWidth / 2, floor - tall - 8, 20, colours.text, 'center');
    });
  });

  let x = frame.left - 50;
  chart.series.forEach(({ name }, index) => {
    pen.fillStyle = colours.bars[index % colours.bars.length] ?? colours.text;
    pen.fillRect(x, 82, 22, 22);
    write(name, x + 32, 101, 24, colours.text, 'left');
    x += 62 + pen.measureText(name).width;
  });
  return canvas.encode('png');
}

/** The lowest round number that holds the largest value, and a step that divides it into at most five. */
function niceTop(largest: number): { value: number; step: number } {
  const power = 10 ** Math.floor(Math.log10(largest / 4 || 1));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => size * 5 >= largest) ?? largest,
  );
  return { value: Math.ceil(largest / step) * step, step };
}
