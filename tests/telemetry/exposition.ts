/** The series that a process shows: the labels of each metric by its name, histograms' parts included. */
export type Series = Map<string, Set<string>>;

/** Reads the text format of Prometheus into what is there already. */
export function readSeries(text: string, series: Series): Series {
  for (const [, name = "", labels = ""] of text.matchAll(/^([a-z_:][\w:]*)(?:\{(.*)\})? \S+$/gim)) {
    const known = series.get(name) ?? new Set();
    series.set(name, known);
    for (const [, label = ""] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) known.add(label);
  }
  return series;
}
