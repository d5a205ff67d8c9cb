import * as v from 'valibot';
import kept from './statement.json' with { type: 'json' };

const words = v.strictObject({ sv: v.pipe(v.string(), v.nonEmpty()), en: v.pipe(v.string(), v.nonEmpty()) });
const day = v.pipe(v.string(), v.isoDate());
const exception = v.strictObject({ what: words, reason: words });

/**
 * What the accessibility statement says of the service (domain A-03). Whoever goes through the service again, finds a
 * shortcoming or mends one changes statement.json and nothing else; `fixBy` is null where no date is decided.
 */
const STATEMENT = v.pipe(
	v.strictObject({
		conformance: v.picklist(['full', 'partial', 'none']),
		assessed: day,
		updated: day,
		shortcomings: v.array(
			v.strictObject({
				id: v.pipe(v.string(), v.regex(/^[a-z-]+$/)),
				what: words,
				where: words,
				why: words,
				affects: words,
				fixBy: v.nullable(day),
				status: v.picklist(['open', 'planned', 'fixed'])
			})
		),
		burdens: v.array(exception),
		outside: v.array(exception),
		methods: v.pipe(v.array(words), v.minLength(1))
	}),
	v.check(({ assessed, updated }) => assessed <= updated, 'It was updated before it was assessed.'),
	v.check(
		({ conformance, shortcomings }) => conformance !== 'full' || shortcomings.every(({ status }) => status === 'fixed'),
		'A service with open shortcomings is not fully compliant.'
	),
	v.check(
		({ shortcomings }) => shortcomings.every(({ status, fixBy }) => (status === 'planned') === (fixBy !== null)),
		'A shortcoming is planned to be mended when it has a date, and only then.'
	)
);

export type Statement = v.InferOutput<typeof STATEMENT>;

/** Throws where the data does not hold together: a wrong statement is worse than an error page. */
export const readStatement = (data: unknown = kept): Statement => v.parse(STATEMENT, data);

/** An assessment older than twelve months has to be made again (domain A-03). `today` is a day in Stockholm, `yyyy-mm-dd`. */
export function isAssessmentOld({ assessed }: Pick<Statement, 'assessed'>, today: string): boolean {
	const [year = '', ...day] = assessed.split('-');
	return today > [String(Number(year) + 1), ...day].join('-');
}
