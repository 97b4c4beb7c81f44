/** Where in a declared program the values of settings are looked for. */
import { type DeclaredProgram, type DeclaredResource, ofType } from "pulumi-local";

type Inputs = Readonly<Record<string, unknown>>;

/** A program, by what is looked at of it. */
export class SeenProgram {
  constructor(private readonly program: DeclaredProgram) {}

  /** Value at a path ("settings.throttlingBurstLimit") of the first resource of a type. */
  input(type: string, path: string, name = ""): unknown {
    return at(this.one(type, name).inputs, path);
  }

  /** A variable of the function whose name ends so; default: the one that answers. */
  variable(key: string, ending = "-dev"): unknown {
    const found = ofType(this.program, "aws:lambda/function:Function").find(({ inputs }) =>
      String(inputs["name"]).endsWith(ending),
    );
    return at(found?.inputs ?? {}, `environment.variables.${key}`);
  }

  /** The threshold of the alarm of this name, without the stack's. */
  threshold(name: string): unknown {
    return this.named("aws:cloudwatch/metricAlarm:MetricAlarm", `-${name}`)["threshold"];
  }

  /** Inputs of the function whose name ends so. */
  function(ending = "-dev"): Inputs {
    return this.named("aws:lambda/function:Function", ending);
  }

  /** Names of the files in the layers. */
  get layerFiles(): readonly string[] {
    return ofType(this.program, "aws:lambda/layerVersion:LayerVersion").flatMap(
      ({ inputs }) => (inputs["code"] as { readonly files: readonly string[] }).files,
    );
  }

  /** The API's document. */
  get apiDocument(): string {
    return String(this.one("aws:apigateway/restApi:RestApi").inputs["body"]);
  }

  get outputs(): DeclaredProgram["outputs"] {
    return this.program.outputs;
  }

  has(type: string): boolean {
    return ofType(this.program, type).length > 0;
  }

  private one(type: string, name = ""): DeclaredResource {
    const found = ofType(this.program, type).find((each) => each.name.includes(name));
    if (found === undefined) throw new Error(`there is no ${type} ${name}`);
    return found;
  }

  private named(type: string, ending: string): Inputs {
    const found = ofType(this.program, type).find(({ inputs }) =>
      String(inputs["name"]).endsWith(`dev${ending === "-dev" ? "" : ending}`),
    );
    if (found === undefined) throw new Error(`there is no ${type} that ends in ${ending}`);
    return found.inputs;
  }
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((part, key) => (part as Inputs | undefined)?.[key], value);
}
