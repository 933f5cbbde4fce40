/** Times `start` so many times, prints median and extremes in seconds, and exits 1 above the budget. */
export const measureStarts = async (
  name: string,
  { budgetMs, runs, start }: { readonly budgetMs: number; readonly runs: number; readonly start: () => Promise<number> },
): Promise<void> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await start());
  times.sort((a, b) => a - b);
  const median = times[Math.floor(runs / 2)] ?? 0;
  const shown = [median, times[0], times.at(-1)].map((ms) => ((ms ?? 0) / 1000).toFixed(2));
  console.log(`${name}: median ${shown[0]} s, ${shown[1]} to ${shown[2]} s, ${runs} runs; budget ${budgetMs / 1000} s`);
  if (median > budgetMs) process.exitCode = 1;
};
