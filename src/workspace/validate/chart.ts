import { byType, type Check, isObject, list, num, object, report, type Shape, str } from './check.ts';

const name = str({ max: 20 });
const axisName = str({ min: 0, max: 50 });
const points = list(object({ needs: { label: name, value: num } }), 1, 20);
const series = list(object({ needs: { name, data: points } }), 1, 6);
const axes = object({ needs: { categories: list(name, 0, 20) }, may: { x_label: axisName, y_label: axisName } });

const positive: Check = (value, at, scope) => {
  num(value, at, scope);
  if (typeof value === 'number' && value <= 0) report(scope, at, 'must be greater than 0');
};

/** Series have names of their own, and one point for each category. */
const consistent: Check = (value, at, scope) => {
  if (!isObject(value) || !Array.isArray(value.series) || !isObject(value.axis_config)) return;
  const { categories } = value.axis_config;
  const wanted = JSON.stringify(Array.isArray(categories) ? categories.toSorted() : []);
  const names = new Set<unknown>();
  for (const [index, each] of value.series.entries()) {
    if (!isObject(each) || !Array.isArray(each.data)) continue;
    if (names.has(each.name)) report(scope, `${at}/series/${index}/name`, 'must be unique');
    names.add(each.name);
    const labels = each.data.map((point) => (isObject(point) ? point.label : undefined)).toSorted();
    if (JSON.stringify(labels) === wanted) continue;
    report(scope, `${at}/series/${index}/data`, 'must have one point for each category');
  }
};

const cartesian: Shape = { needs: { series, axis_config: axes }, also: consistent };
const pie: Shape = { needs: { segments: list(object({ needs: { label: name, value: positive } }), 1, 6) } };

/** The chart of a data_visualization block. */
export const chart: Check = byType(() => ({ line: cartesian, bar: cartesian, area: cartesian, pie }), 'chart type');
