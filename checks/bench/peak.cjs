// Preloaded into the measured process. Writes the memory and processor time that it used when it
// exits. libuv returns maxRSS in KiB on every system, and the times in microseconds.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { peakBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
  require('node:fs').writeFileSync(process.env.BENCH_USAGE, JSON.stringify(used));
});
