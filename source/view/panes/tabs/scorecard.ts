import {type DimensionName, dimensionNames, type Grade, type Scorecard} from '../../../domain/scorecard.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {wrapTo} from '../../draw/width.ts';
import type {Tone} from '../../theme.ts';

const gradeTones: Readonly<Record<Grade, Tone>> = {A: 'good', B: 'good', C: 'warning', D: 'bad', F: 'bad'};

export const toneOfGrade = (grade: Grade | null): Tone => (grade === null ? 'dim' : gradeTones[grade]);

/** A server's grades over 7 days, what they are made of, and every deduction with its evidence and its remedy. */
export function drawScorecard(scorecard: Scorecard | null, context: DrawContext): readonly Line[] {
	if (scorecard === null)
		return fitLines(
			quietLines('not graded yet: grades are made once the server has been watched for a day', context),
			context,
		);
	const {overall, cap, dimensions} = scorecard;
	const hasDeductions = dimensionNames.some(name => dimensions[name].deductions.length > 0);
	return fitLines(
		[
			...drawGrade('overall', overall, cap ?? 'the mean of the grades below', context),
			[],
			...dimensionNames.flatMap(name => drawSummary(name, scorecard, context)),
			[],
			...(hasDeductions ? [[span(' deductions', 'accent')]] : quietLines('no deductions', context)),
			...dimensionNames.flatMap(name => drawDeductions(name, scorecard, context)),
		],
		context,
	);
}

const nameWidth = 'availability'.length + 2;
const before = nameWidth + 4;

function drawSummary(name: DimensionName, {dimensions}: Scorecard, context: DrawContext): readonly Line[] {
	const {grade, why, missing} = dimensions[name];
	return drawGrade(name, grade, missing === null ? why : `${why}: ${missing}`, context);
}

function drawGrade(name: string, grade: Grade | null, text: string, {columns, look}: DrawContext): readonly Line[] {
	const lines = wrapTo(foreign(text), Math.max(10, columns - before - 1));
	return lines.map((line, index) => [
		span(` ${(index === 0 ? name : '').padEnd(nameWidth)}`, 'dim'),
		span((index === 0 ? (grade ?? look.glyphs.none) : '').padEnd(3), toneOfGrade(grade)),
		span(line, grade === null ? 'dim' : 'plain'),
	]);
}

function drawDeductions(name: DimensionName, {dimensions}: Scorecard, context: DrawContext): readonly Line[] {
	const {grade, deductions} = dimensions[name];
	return deductions.flatMap(({text, evidence, remedy}) => [
		[],
		...drawFact(name, text, toneOfGrade(grade), context),
		...drawFact('', evidence, 'plain', context),
		...drawFact('to do', remedy, 'accent', context),
	]);
}

const drawFact = (label: string, text: string, tone: Tone, {columns}: DrawContext): readonly Line[] =>
	wrapTo(foreign(text), Math.max(10, columns - nameWidth - 2)).map((line, index) => [
		span(` ${(index === 0 ? label : '').padEnd(nameWidth)}`, 'dim'),
		span(line, tone),
	]);
