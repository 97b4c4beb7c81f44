/**
 * Resources that are declared in this process, with outputs of the test's own. Does not prove what the
 * engine or AWS makes of them.
 */
import * as pulumi from "@pulumi/pulumi";

type Values = Readonly<Record<string, unknown>>;

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly resource: pulumi.Resource;
  readonly opts: pulumi.CustomResourceOptions;
}

export class MockedResources {
  private readonly declared: Declared[] = [];
  private readonly inputs = new Map<string, Values>();

  /** @param outputs what AWS adds to a resource of a type. */
  constructor(private readonly outputs: Readonly<Record<string, Values>> = {}) {}

  /** Stands in for the engine from here on, in the whole process. */
  async start(): Promise<void> {
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        this.inputs.set(`${type} ${name}`, inputs as Values);
        const state = { ...(inputs as Values), ...this.outputs[type] };
        return { id: `${name}-id`, state };
      },
      call: ({ token }) => {
        throw new Error(`AWS is asked for ${token}`);
      },
    });
  }

  /** Options for what a test declares: without them it is not seen here. */
  readonly opts: pulumi.CustomResourceOptions = {
    transformations: [
      ({ type, name, resource, opts }: pulumi.ResourceTransformationArgs): undefined => {
        this.declared.push({ type, name, resource, opts });
        return undefined;
      },
    ],
  };

  clear(): void {
    this.declared.length = 0;
    this.inputs.clear();
  }

  /** Inputs of all resources, by "type name". @throws what a resource or one of its inputs failed with. */
  async all(): Promise<Readonly<Record<string, Values>>> {
    for (let seen = -1; seen < this.declared.length;) {
      seen = this.declared.length;
      await Promise.all(this.declared.map(({ resource }) => known(resource.urn)));
    }
    return Object.fromEntries(this.inputs);
  }

  /** Inputs of the resources of a type, by logical name. */
  async inputsOf(type: string): Promise<Readonly<Record<string, Values>>> {
    const own = Object.entries(await this.all()).filter(([key]) => key.startsWith(`${type} `));
    return Object.fromEntries(own.map(([key, inputs]) => [key.slice(type.length + 1), inputs]));
  }

  /** What a resource waits for, as "type name": what its `dependsOn` says, not what its inputs refer to. */
  dependenciesOf(type: string, name: string): string[] {
    const found = this.declared.find((other) => other.type === type && other.name === name);
    const awaited = [found?.opts.dependsOn ?? []].flat() as pulumi.Resource[];
    return awaited.map((resource) => {
      const made = this.declared.find((other) => other.resource === resource);
      return made === undefined ? "unknown" : `${made.type} ${made.name}`;
    });
  }

  /** Outputs that the engine is told to keep encrypted. */
  secretOutputsOf(type: string, name: string): readonly string[] {
    const found = this.declared.find((other) => other.type === type && other.name === name);
    return found?.opts.additionalSecretOutputs ?? [];
  }
}

/** What an output becomes. @throws what it failed with. */
export async function known<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { readonly promise: () => Promise<T> }).promise();
}
