/** Round numbers from zero to at least `most`, about four steps: where the lines of a chart are drawn. */
export function ticksTo(most: number): number[] {
  if (!(most > 0)) return [0, 1]
  const rough = most / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough * 0.999_999) ?? 10)
  const steps = Math.ceil(most / step - 1e-9)
  // Multiplied, not added up: 0.1 + 0.2 would not be round.
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)))
}

/** Which of so many points get a label below the axis: at most `most`, evenly, the first one always. */
export function labelled(points: number, most: number): (index: number) => boolean {
  const step = Math.max(1, Math.ceil(points / most))
  return (index) => index % step === 0
}

/** Where lines go through: a run of neighbours with a value each; what is missing leaves a gap. */
export function runsOf(values: readonly (number | null)[]): number[][] {
  const runs: number[][] = []
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const run = runs.at(-1)
    if (run?.at(-1) === index - 1) run.push(index)
    else runs.push([index])
  }
  return runs
}
