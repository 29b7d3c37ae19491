import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {gradeAtLeast, gradeAtMost, gradeOfPoints, grades, worstGrade} from '../../source/domain/grade.ts';
import {emptyHistogram, mergeHistograms} from '../../source/domain/latency-histogram.ts';
import {
	type Dimension,
	dimensionNames,
	type Grade,
	overallOf,
	pointsOf,
	type Signals,
	scorecardOf,
} from '../../source/domain/scorecard.ts';
import {findingSeverities, type SecurityFinding} from '../../source/domain/security-finding.ts';
import type {DriftEvent, SchemaState} from '../../source/domain/snapshot.ts';
import {type Span, spanMs} from '../../source/domain/span.ts';
import {statsOf} from '../../source/domain/windows.ts';
import {httpServer, noon, stdioServer, usualLimits} from '../helpers/fleet.ts';
import {
	articleRows,
	cleanScan,
	finding,
	histogramOf,
	hourAgo,
	notAssessable,
	scorecardWith,
	signalsWith,
	week,
} from '../helpers/scorecard.ts';

const {hour: hourMs} = spanMs;
const minuteMs = 60_000;

const gradesOf = (changes: Parameters<typeof signalsWith>[0]): string => {
	const {dimensions} = scorecardOf(signalsWith(changes));
	return dimensionNames.map(name => dimensions[name].grade ?? '–').join(' ');
};
const dimension = (name: (typeof dimensionNames)[number], changes: Parameters<typeof signalsWith>[0]): Dimension =>
	scorecardOf(signalsWith(changes)).dimensions[name];

describe('the overall grade', () => {
	test.each<[server: string, grades: string, overall: Grade]>([
		['postgres-mcp', 'A A B A', 'A'],
		['github-mcp', 'A B A A', 'A'],
		['slack-mcp', 'B C B B', 'B'],
		['jira-mcp', 'A B C A', 'B'],
		['elasticsearch-mcp', 'C D B C', 'C'],
		['redis-mcp', 'F – D F', 'F'],
	])('of %s (%s) is %s', (server, text, overall) => {
		const [availability, performance, security, reliability] = text
			.split(' ')
			.map(one => grades.find(grade => grade === one) ?? null) as [Grade, Grade | null, Grade, Grade];
		expect(overallOf({availability, performance, security, reliability})).toBe(overall);
		const scorecard = articleRows.find(({name}) => name === server)?.scorecard;
		expect(scorecard?.overall).toBe(overall);
		expect(dimensionNames.map(name => scorecard?.dimensions[name].grade ?? '–').join(' ')).toBe(text);
	});

	test('is none where nobody has watched, however safe the server looks', () => {
		expect(overallOf({availability: null, performance: null, security: 'A', reliability: null})).toBeNull();
		expect(scorecardWith(null).overall).toBeNull();
	});

	test('is capped by a critical finding, and says so', () => {
		const {overall, cap, dimensions} = scorecardOf(
			signalsWith({security: [...cleanScan, finding('file_mode', 'critical')]}),
		);
		expect(overall).toBe('D');
		expect(cap).toBe('a critical finding (file mode) allows no more than D');
		expect(dimensions.security.grade).toBe('F');
		expect(scorecardWith('A').cap).toBeNull();
	});

	test('is not said to be capped where it would be no better without', () => {
		const security = [...cleanScan, finding('file_mode', 'critical')];
		const spans = week(() => ({availableMs: 0, unavailableMs: hourMs, latencies: emptyHistogram}));
		expect(scorecardOf(signalsWith({spans, security}))).toMatchObject({overall: 'D', cap: null});
	});
});

describe('grades and points', () => {
	test('go together', () => {
		for (const grade of grades) expect(gradeOfPoints(pointsOf(grade))).toBe(grade);
		expect([gradeOfPoints(9), gradeOfPoints(-3)]).toEqual(['A', 'F']);
		expect([worstGrade([]), worstGrade(['A', 'D', 'B'])]).toEqual(['A', 'D']);
	});
	test('what is not a number is the worst', () => {
		expect([gradeAtLeast(Number.NaN, [4, 3, 2, 1]), gradeAtMost(Number.NaN, [1, 2, 3, 4])]).toEqual(['F', 'F']);
	});
});

describe('availability', () => {
	const lost = (lostMs: number) =>
		week(hour => (hour === 1 ? {availableMs: hourMs - lostMs, unavailableMs: lostMs} : {}));

	test.each<[uptime: string, lostMinutes: number, grade: Grade]>([
		['without a gap', 0, 'A'],
		['99.9% of a week', 10.08, 'A'],
		['a little less', 10.09, 'B'],
		['99.5%', 50.4, 'B'],
		['a little less', 50.41, 'C'],
	])('%s (%d minutes lost) is %s', (_uptime, minutes, grade) => {
		expect(dimension('availability', {spans: lost(minutes * minuteMs)}).grade).toBe(grade);
	});

	test.each<[share: number, grade: Grade]>([
		[0.99, 'C'],
		[0.9899, 'D'],
		[0.95, 'D'],
		[0.9499, 'F'],
		[0, 'F'],
	])('%d is %s', (share, grade) => {
		const spans = week(() => ({availableMs: share * hourMs, unavailableMs: hourMs - share * hourMs}));
		expect(dimension('availability', {spans}).grade).toBe(grade);
	});

	test('tells what was lost', () => {
		expect(dimension('availability', {spans: lost(40 * minuteMs)})).toEqual({
			grade: 'B',
			why: 'available 99.6% of 7d watched',
			missing: null,
			deductions: [
				{
					text: 'available 99.6% of the time, and an A takes 99.9%',
					evidence: 'unavailable for 40m of 7d watched, 0 outages began',
					remedy: 'see what its incidents have in common, and mend that first',
				},
			],
		});
	});

	test.each<[story: string, changes: Parameters<typeof signalsWith>[0], missing: RegExp]>([
		['nobody has watched', {spans: []}, /^watched for 0s in 7 days, and a grade takes 24h$/],
		['a bit less than a day', {spans: week().slice(-24, -1)}, /^watched for 23h in 7 days/],
		[
			'it wants credentials that it never had',
			{spans: week(() => ({availableMs: 0, unknownMs: hourMs}))},
			/^it has never let us in/,
		],
		['it is not probed', {spans: [], server: stdioServer('a', {probe: 'off'})}, /not probed/],
	])('is not graded where %s', (_story, changes, missing) => {
		for (const name of ['availability', 'performance', 'reliability'] as const) {
			expect(dimension(name, changes)).toMatchObject({grade: null, missing: expect.stringMatching(missing)});
		}
	});

	test('takes a day of watching, and no more', () => {
		expect(gradesOf({spans: week().slice(-24)})).toBe('A A A A');
	});
});

describe('performance', () => {
	const slow = histogramOf(100, 3100);
	const crawling = histogramOf(100, 10_500);
	/** Of 100 hours so many slow ones, and of these so many beyond all. */
	const hours = (slowHours: number, criticalHours = 0) =>
		week(hour => ({latencies: hour < criticalHours ? crawling : hour < slowHours ? slow : histogramOf(3, 50)})).slice(
			-100,
		);

	test.each<[slowHours: number, criticalHours: number, grade: Grade]>([
		[0, 0, 'A'],
		[1, 0, 'A'],
		[2, 0, 'B'],
		[5, 0, 'B'],
		[6, 0, 'C'],
		[10, 0, 'C'],
		[11, 0, 'D'],
		[20, 0, 'D'],
		[21, 0, 'F'],
		[10, 10, 'C'],
		[11, 11, 'F'],
	])('%d of 100 hours over the warning, %d over the critical limit, is %s', (slowHours, criticalHours, grade) => {
		expect(dimension('performance', {spans: hours(slowHours, criticalHours)}).grade).toBe(grade);
	});

	test('is judged by the limits of the server', () => {
		const server = stdioServer('a', {limits: {...usualLimits, latencyWarningMs: 5000}});
		expect(dimension('performance', {server, spans: hours(50)}).grade).toBe('A');
	});

	test('tells how many hours were over, and by how much', () => {
		const {why, deductions} = dimension('performance', {spans: hours(20, 11)});
		expect(why).toBe('p95 within 3,000ms in 80 of 100 hours');
		expect(deductions.map(({text}) => text)).toEqual([
			'p95 was over the critical 10,000ms in 11 of 100 hours (11%): over 10% is an F',
			'p95 was over the warning of 3,000ms in 20 of 100 hours (20%), and an A allows 1%',
		]);
		expect(deductions[1]?.evidence).toMatch(/^over 7 days p50 is 3,\d{3}ms and p95 10,\d{3}ms; no check got no answer/);
	});

	test('one slow answer in twenty is not the rule', () => {
		const mixed = (slowOnes: number) => {
			const latencies = mergeHistograms([histogramOf(20 - slowOnes, 50), histogramOf(slowOnes, 4000)]);
			return week(() => ({latencies}));
		};
		expect(dimension('performance', {spans: mixed(1)}).grade).toBe('A');
		expect(dimension('performance', {spans: mixed(2)}).grade).toBe('F');
	});

	test('a check that ran into its deadline was slow', () => {
		const spans = week(() => ({errors: {timeout: 7}}));
		expect(dimension('performance', {spans}).grade).toBe('F');
		expect(dimension('performance', {spans: week(() => ({errors: {timeout: 6}}))}).grade).toBe('A');
	});

	test('what cannot be reached is no matter of speed', () => {
		const spans = week(hour =>
			hour < 100
				? {latencies: emptyHistogram, errors: {connection_refused: 120}, availableMs: 0, unavailableMs: hourMs}
				: {},
		);
		expect(gradesOf({spans})).toBe('F A A F');
	});

	test('is not graded by a few answers', () => {
		const spans = week(hour => (hour >= 23 ? {latencies: emptyHistogram} : {}));
		expect(dimension('performance', {spans})).toMatchObject({
			grade: null,
			missing: 'its latency is known of 23 of the 24 hours that a grade takes',
		});
	});

	test('looks back 7 days and no further', () => {
		const old = hourAgo(7 * 24 + 1, {latencies: crawling});
		const day = hourAgo(200, {size: 'day', latencies: crawling});
		expect(dimension('performance', {spans: [day, old, ...week()]}).why).toBe('p95 within 3,000ms in 168 of 168 hours');
	});
});

describe('security', () => {
	test.each<[found: string, grade: Grade]>([
		['', 'A'],
		['low', 'B'],
		['low low', 'B'],
		['low low low', 'C'],
		['medium', 'B'],
		['medium low', 'C'],
		['high', 'C'],
		['high medium', 'D'],
		['high high', 'F'],
		['critical', 'F'],
	])('with the fails "%s" is %s', (found, grade) => {
		const severities = found === '' ? [] : found.split(' ');
		const security = [
			...cleanScan,
			...severities.map(one =>
				finding(
					'check',
					findingSeverities.find(severity => severity === one),
				),
			),
		];
		expect(dimension('security', {security})).toMatchObject({grade, missing: null});
	});

	test('takes nothing from stdio for the authentication and the TLS that it cannot have', () => {
		expect(dimension('security', {security: cleanScan})).toEqual({
			grade: 'A',
			why: '2 checks passed',
			deductions: [],
			missing: null,
		});
	});

	test('is not graded for a server on the network that has never shown whether it asks who is there', () => {
		const security = [
			finding('tls'),
			finding('unpinned_package', 'medium'),
			notAssessable('authentication', 'it has not answered yet'),
		];
		const found = dimension('security', {server: httpServer('a'), security});
		expect(found).toMatchObject({grade: null, missing: 'authentication: it has not answered yet'});
		expect(found.deductions).toHaveLength(1);
	});

	test('is not graded where no check ran', () => {
		expect(dimension('security', {security: null}).missing).toBe('the security checks have not run');
		expect(dimension('security', {security: []}).missing).toBe('no security check could be made');
	});

	test('tells every fail with its evidence and its remedy, the gravest first', () => {
		const security = [finding('tls', 'low'), finding('unpinned_package', 'high'), finding('file_mode')];
		expect(dimension('security', {security})).toMatchObject({
			why: '1 check passed, 2 failed',
			deductions: [
				{
					text: 'unpinned package (MCP07:2025): high, takes two grades',
					evidence: 'unpinned_package found something',
					remedy: 'mend unpinned_package',
				},
				{text: 'tls (MCP07:2025): low, takes half a grade'},
			],
		});
	});
});

describe('reliability', () => {
	const failing = (errors: Span['errors']) => week(hour => (hour === 0 ? {errors} : {}));

	// 20,160 checks: 2% of the good ones and these are 411, 0.1% are 20.
	test.each<[errors: Span['errors'], grade: Grade]>([
		[{}, 'A'],
		[{timeout: 403}, 'A'],
		[{timeout: 404}, 'B'],
		[{timeout: 900}, 'C'],
		[{timeout: 1700}, 'D'],
		[{timeout: 4000}, 'F'],
		[{protocol: 20}, 'A'],
		[{protocol: 21}, 'B'],
		[{protocol: 100}, 'D'],
		[{protocol: 20, timeout: 403}, 'B'],
		[{invalid_schema: 400}, 'F'],
	])('with these failures in a week, %o, is %s', (errors, grade) => {
		expect(dimension('reliability', {spans: failing(errors)}).grade).toBe(grade);
	});

	test('a limit of nothing does not make an F of one failure', () => {
		const limits = {...usualLimits, errorRate: {transient: 0, permanent: 0}};
		const server = stdioServer('a', {limits});
		expect(dimension('reliability', {server, spans: failing({timeout: 1})}).grade).toBe('A');
		expect(dimension('reliability', {server, spans: failing({timeout: 30})}).grade).toBe('B');
	});

	test('tells what failed, and how often it may', () => {
		const {why, deductions} = dimension('reliability', {spans: failing({timeout: 600, protocol: 3})});
		expect(why).toBe('3% of 20,160 checks failed, no outage, schema unchanged');
		expect(deductions).toEqual([
			{
				text: 'too many checks fail (2.98% transient, limit 2%): B at best',
				evidence: '603 of 20,160 checks in 7 days: timeout 600, protocol 3',
				remedy: expect.stringMatching(/these failures pass/),
			},
		]);
	});

	test.each<[outages: number, grade: Grade]>([
		[0, 'A'],
		[2, 'A'],
		[3, 'B'],
		[4, 'C'],
		[7, 'C'],
		[8, 'D'],
		[28, 'D'],
		[29, 'F'],
	])('with %d outages in a week is %s', (outages, grade) => {
		expect(dimension('reliability', {spans: week(hour => ({outages: hour < outages ? 1 : 0}))}).grade).toBe(grade);
	});

	test('one outage in a single day says little', () => {
		const spans = week(hour => ({outages: hour === 0 ? 1 : 0})).slice(-24);
		expect(dimension('reliability', {spans}).grade).toBe('B');
	});

	test.each<[calls: number, failed: number, grade: Grade]>([
		[19, 19, 'A'],
		[100, 2, 'A'],
		[100, 3, 'B'],
		[100, 50, 'F'],
	])('with %d tool calls of which %d failed is %s', (calls, failedCalls, grade) => {
		const spans = week(hour => (hour === 0 ? {calls, failedCalls} : {}));
		expect(dimension('reliability', {spans}).grade).toBe(grade);
	});

	const drifted = (kind: NonNullable<SchemaState['class']>): SchemaState => ({
		state: 'drifted',
		hash: 'b',
		class: kind,
		changes: [{class: kind, tool: 'delete_branch', kind: 'tool_removed', path: [], text: 'removed'}],
		changedAt: noon,
	});

	test.each<[kind: NonNullable<SchemaState['class']>, grade: Grade]>([
		['compatible', 'A'],
		['warning', 'B'],
		['suspicious', 'C'],
		['breaking', 'D'],
	])('with %s drift that nobody has accepted is %s', (kind, grade) => {
		const found = dimension('reliability', {schema: drifted(kind)});
		expect(found.grade).toBe(grade);
		expect(found.deductions.map(({evidence}) => evidence)).toEqual(grade === 'A' ? [] : ['delete_branch removed']);
	});

	const event = (daysAgo: number, times = 1, kind: DriftEvent['class'] = 'breaking'): DriftEvent => ({
		at: noon - daysAgo * spanMs.day,
		from: 'a',
		hash: 'b',
		class: kind,
		changes: drifted(kind).changes,
		isReturn: false,
		times,
		acceptedAt: noon,
		acceptedBy: 'ann',
	});

	test.each<[story: string, drifts: readonly DriftEvent[], grade: Grade]>([
		['once', [event(1)], 'A'],
		['twice', [event(1), event(2)], 'B'],
		['longer ago', [event(8, 50)], 'A'],
		['by additions only', [event(1, 50, 'compatible')], 'A'],
		['to and fro', [event(1, 5)], 'C'],
		['every few hours', [event(0, 14)], 'F'],
	])('whose tools changed %s is as graded, even if all was accepted', (_story, drifts, grade) => {
		expect(dimension('reliability', {drifts}).grade).toBe(grade);
	});

	test('is the worst of its parts', () => {
		const spans = week(hour => ({outages: hour < 5 ? 1 : 0}));
		const found = dimension('reliability', {spans, schema: drifted('breaking')});
		expect(found.grade).toBe('D');
		expect(found.deductions).toHaveLength(2);
		expect(found.why).toBe('0% of 20,160 checks failed, 5 outages, breaking drift');
	});
});

describe('a worse signal never gives a better grade:', () => {
	const anyHour = fc.record({
		lostMs: fc.constantFrom(0, 0, 0, 1000, 30_000, 600_000, hourMs),
		fast: fc.integer({min: 1, max: 40}),
		slow: fc.constantFrom(0, 0, 0, 1, 2, 20),
		latencyMs: fc.constantFrom(2900, 3000, 3050, 9000, 11_000),
		timeouts: fc.constantFrom(0, 0, 0, 1, 5),
		protocol: fc.constantFrom(0, 0, 0, 0, 1),
		outages: fc.constantFrom(0, 0, 0, 0, 1),
		calls: fc.integer({min: 0, max: 3}),
		failedCalls: fc.constantFrom(0, 0, 1),
	});
	type HourPlan = {[Key in keyof (typeof anyHour extends fc.Arbitrary<infer T> ? T : never)]: number};

	const toSpan = (plan: HourPlan, ago: number): Span => {
		const latencies = mergeHistograms([histogramOf(plan.fast, 40), histogramOf(plan.slow, plan.latencyMs)]);
		const errors = {timeout: plan.timeouts, protocol: plan.protocol};
		return hourAgo(ago, {
			checks: plan.fast + plan.slow + plan.timeouts + plan.protocol,
			availableMs: hourMs - plan.lostMs,
			unavailableMs: plan.lostMs,
			errors,
			outages: plan.outages,
			calls: plan.calls + plan.failedCalls,
			failedCalls: plan.failedCalls,
			latencies,
		});
	};

	const severities = [null, 'low', 'medium', 'high', 'critical'] as const;
	const classes = [null, 'compatible', 'warning', 'suspicious', 'breaking'] as const;
	const anyPlan = fc.record({
		hours: fc.array(anyHour, {minLength: 24, maxLength: 36}),
		findings: fc.array(fc.nat(severities.length - 1), {minLength: 1, maxLength: 4}),
		drift: fc.nat(classes.length - 1),
		changes: fc.nat(15),
	});
	type Plan = {hours: HourPlan[]; findings: number[]; drift: number; changes: number};

	function toSignals({hours, findings, drift, changes}: Plan): Signals {
		const spans = hours.map((hour, index) => toSpan(hour, hours.length - 1 - index));
		const kind = classes[drift] ?? null;
		const schema: SchemaState = {
			state: kind === null ? 'unchanged' : 'drifted',
			hash: 'a',
			class: kind,
			changes: [],
			changedAt: null,
		};
		const security: SecurityFinding[] = findings.map(one => finding('check', severities[one] ?? null));
		const drifts: DriftEvent[] = Array.from({length: changes}, (_, index) => ({
			...{at: noon - index * hourMs, from: 'a', hash: 'b', class: 'warning', changes: []},
			...{isReturn: false, times: 1, acceptedAt: null, acceptedBy: null},
		}));
		return {...signalsWith({spans, schema, security, drifts}), stats: statsOf({spans, cursor: null}, [], noon)};
	}

	/** What can get worse in one hour; none leaves the plan as it is. */
	const worsenings: Readonly<Record<string, (hour: HourPlan) => HourPlan>> = {
		'time is lost': hour => ({...hour, lostMs: Math.min(hourMs, hour.lostMs + 60_000)}),
		'a fast answer becomes a slow one': hour =>
			hour.fast > 0 ? {...hour, fast: hour.fast - 1, slow: hour.slow + 1} : hour,
		'the slow answers become slower': hour => ({...hour, latencyMs: hour.latencyMs * 2}),
		'a check more runs into its deadline': hour => ({...hour, timeouts: hour.timeouts + 1}),
		'a slow answer becomes none': hour =>
			hour.slow > 0 ? {...hour, slow: hour.slow - 1, timeouts: hour.timeouts + 1} : hour,
		'a check more is answered with what is not MCP': hour => ({...hour, protocol: hour.protocol + 1}),
		'an outage more begins': hour => ({...hour, outages: hour.outages + 1}),
		'a call more fails': hour => ({...hour, failedCalls: hour.failedCalls + 1}),
	};

	function expectNoBetter(before: Signals, after: Signals): void {
		const [old, next] = [scorecardOf(before), scorecardOf(after)];
		for (const name of dimensionNames) {
			expect(rank(next.dimensions[name].grade)).toBeLessThanOrEqual(rank(old.dimensions[name].grade));
		}
		expect(rank(next.overall)).toBeLessThanOrEqual(rank(old.overall));
	}
	const rank = (grade: Grade | null): number => (grade === null ? Number.NaN : pointsOf(grade));

	test.each(Object.entries(worsenings))('%s', (_what, worsen) => {
		fc.assert(
			fc.property(anyPlan, fc.nat(), fc.integer({min: 1, max: 24}), (plan, place, count) => {
				const first = place % plan.hours.length;
				const hours = plan.hours.map((hour, index) => (index >= first && index < first + count ? worsen(hour) : hour));
				expectNoBetter(toSignals(plan), toSignals({...plan, hours}));
			}),
			{numRuns: 150},
		);
	});

	test.each<[what: string, worsen: (plan: Plan, place: number) => Plan]>([
		[
			'a finding is graver',
			(plan, place) => ({
				...plan,
				findings: plan.findings.map((one, index) =>
					index === place % plan.findings.length ? Math.min(severities.length - 1, one + 1) : one,
				),
			}),
		],
		['the drift is graver', plan => ({...plan, drift: Math.min(classes.length - 1, plan.drift + 1)})],
		['the tools change once more', plan => ({...plan, changes: plan.changes + 1})],
	])('%s', (_what, worsen) => {
		fc.assert(
			fc.property(anyPlan, fc.nat(), (plan, place) => expectNoBetter(toSignals(plan), toSignals(worsen(plan, place)))),
			{numRuns: 150},
		);
	});
});

test('every grade below A says why, what shows it and what to do; every missing one says what it takes', () => {
	const all = [...grades.map(scorecardWith), scorecardWith(null), ...articleRows.map(({scorecard}) => scorecard)];
	expect(grades.map(grade => scorecardWith(grade).overall)).toEqual([...grades]);
	for (const {dimensions} of all) {
		for (const name of dimensionNames) {
			const {grade, why, deductions, missing} = dimensions[name];
			expect(why).not.toBe('');
			expect(missing === null).toBe(grade !== null);
			if (grade !== null) expect(deductions.length > 0).toBe(grade !== 'A');
			for (const {text, evidence, remedy} of deductions)
				for (const part of [text, evidence, remedy]) expect(part).not.toBe('');
		}
	}
});
