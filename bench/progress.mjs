/** One line on standard error: part, progress and remaining time. Without a terminal, a new line at intervals. */
const silence = 30_000;

/** @param parts - The parts to run: `{ name, weight }`; the weight is the approximate duration. */
export function startProgress(parts) {
  const start = performance.now();
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  const terminal = process.stderr.isTTY === true;
  let current = -1;
  let told = Number.NEGATIVE_INFINITY;

  function show(fraction, what) {
    const before = parts.slice(0, current).reduce((sum, { weight }) => sum + weight, 0);
    const done = (before + fraction * parts[current].weight) / whole;
    const elapsed = performance.now() - start;
    const left = done > 0.01 ? `, ${clock((elapsed * (1 - done)) / done)} left` : "";
    const line = `[${current + 1}/${parts.length}] ${parts[current].name}: ${what} (${clock(elapsed)}${left})`;
    if (terminal) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    else console.error(line);
    told = performance.now();
  }

  return {
    begin(name) {
      current = parts.findIndex((part) => part.name === name);
      show(0, "starting");
    },
    at(fraction, what) {
      if (terminal || performance.now() - told > silence) show(fraction, what);
    },
    end() {
      if (terminal) process.stderr.write("\r\x1b[K");
    },
  };
}

function clock(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
