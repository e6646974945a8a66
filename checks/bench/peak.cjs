// Preloaded into what is measured: notes at its exit what it has used. maxRSS is in KiB on every
// system (libuv), the times are in microseconds.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { peakBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
  require('node:fs').writeFileSync(process.env.BENCH_USAGE, JSON.stringify(used));
});
