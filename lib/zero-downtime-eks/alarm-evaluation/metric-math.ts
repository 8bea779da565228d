/** A value, or undefined where CloudWatch has no data point. */
export type Value = number | undefined;

/** The expression uses what this evaluator does not know; it guesses nothing. */
export class UnknownMetricMathError extends Error {
  override readonly name = 'UnknownMetricMathError';
}

type Evaluate = (values: ReadonlyMap<string, Value>) => Value;

/**
 * The part of CloudWatch's metric math that the alarms use: numbers, ids, + - * /, comparisons, IF and FILL.
 *
 * What is missing stays missing through every operation but FILL, and a division by zero has no data point.
 *
 * @throws UnknownMetricMathError for anything else
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function compileMetricMath(expression: string): Evaluate {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z]\w*|>=|<=|[-+*/()<>,]|\S/g) ?? [];
  const parser = new Parser(tokens, expression);
  return parser.whole();
}

class Parser {
  private next = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly expression: string,
  ) {}

  whole(): Evaluate {
    const evaluate = this.comparison();
    if (this.next < this.tokens.length) throw this.unknown();
    return evaluate;
  }

  private comparison(): Evaluate {
    return this.binary(() => this.sum(), COMPARISONS);
  }

  private sum(): Evaluate {
    return this.binary(() => this.product(), SUMS);
  }

  private product(): Evaluate {
    return this.binary(() => this.primary(), PRODUCTS);
  }

  private binary(operand: () => Evaluate, operators: Operators): Evaluate {
    let left = operand();
    for (let token = this.tokens[this.next]; token && operators.has(token); token = this.tokens[this.next]) {
      const operate = operators.get(token);
      this.next += 1;
      const [a, b] = [left, operand()];
      left = (values) => both(a(values), b(values), operate);
    }
    return left;
  }

  private primary(): Evaluate {
    const token = this.tokens[this.next];
    this.next += 1;
    if (token === '(') return this.closed(this.comparison());
    if (token === 'IF') return this.conditional();
    if (token === 'FILL') return this.filled();
    if (token !== undefined && /^\d/.test(token)) return () => Number(token);
    if (token !== undefined && /^[a-z]\w*$/.test(token)) {
      return (values) => {
        if (!values.has(token)) throw new UnknownMetricMathError(`${this.expression}: no metric has the id ${token}`);
        return values.get(token);
      };
    }
    this.next -= 1;
    throw this.unknown();
  }

  private conditional(): Evaluate {
    const [condition, yes, no] = this.parameters(3);
    return (values) => {
      const holds = condition?.(values);
      return holds === undefined ? undefined : holds === 0 ? no?.(values) : yes?.(values);
    };
  }

  private filled(): Evaluate {
    const [value, instead] = this.parameters(2);
    return (values) => value?.(values) ?? instead?.(values);
  }

  private parameters(count: number): readonly Evaluate[] {
    if (this.tokens[this.next] !== '(') throw this.unknown();
    this.next += 1;
    const found = [this.comparison()];
    while (this.tokens[this.next] === ',') {
      this.next += 1;
      found.push(this.comparison());
    }
    if (found.length !== count) throw this.unknown();
    return this.closed(found);
  }

  private closed<T>(inside: T): T {
    if (this.tokens[this.next] !== ')') throw this.unknown();
    this.next += 1;
    return inside;
  }

  private unknown(): UnknownMetricMathError {
    const token = this.tokens[this.next] ?? 'the end';
    return new UnknownMetricMathError(`${this.expression}: ${token} is not known here`);
  }
}

type Operators = ReadonlyMap<string, (a: number, b: number) => Value>;

const COMPARISONS: Operators = new Map([
  ['>', (a: number, b: number) => Number(a > b)],
  ['<', (a: number, b: number) => Number(a < b)],
  ['>=', (a: number, b: number) => Number(a >= b)],
  ['<=', (a: number, b: number) => Number(a <= b)],
]);
const SUMS: Operators = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
]);
const PRODUCTS: Operators = new Map<string, (a: number, b: number) => Value>([
  ['*', (a, b) => a * b],
  ['/', (a, b) => (b === 0 ? undefined : a / b)],
]);

const both = (a: Value, b: Value, operate: ((a: number, b: number) => Value) | undefined): Value =>
  a === undefined || b === undefined ? undefined : operate?.(a, b);
