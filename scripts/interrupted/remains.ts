/**
 * What nobody uses yet where its making was interrupted, and what would be made a second time or be in
 * the way: it is removed. Its name is the stack's own, or it is part of what is the stack's own; an API's
 * name is not, so only one counts that was made since and has no stage.
 */
import {
  APIGatewayClient,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  GetStagesCommand,
  paginateGetApiKeys,
  paginateGetRestApis,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudWatchLogsClient,
  DeleteQueryDefinitionCommand,
  DescribeQueryDefinitionsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteAliasCommand,
  DeleteLayerVersionCommand,
  LambdaClient,
  paginateListLayerVersions,
} from "@aws-sdk/client-lambda";
import { DeleteParameterCommand, GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type AwsAccess, clientOptions } from "../observed/aws-access";
import { type InterruptedState, type PendingCreate, textInput } from "./pending-creates";

/** Clocks differ, and a state is written a little before what it announces is made. */
const SINCE_TOLERANCE_MS = 120_000;

interface Remains {
  readonly create: PendingCreate;
  /** Under which AWS lists it; what has none is not looked for. */
  readonly name: string;
  readonly access: AwsAccess;
  readonly state: InterruptedState;
}

/** Ends where it is removed, and where there is nothing. */
type Removal = (given: Pick<Remains, "access" | "state">) => Promise<void>;

interface Kind {
  /** The input that is its name. */
  readonly name: string;
  readonly remove: (remains: Remains) => Promise<void>;
}

const REMOVALS: Readonly<Record<string, Kind>> = {
  "aws:apigateway/apiKey:ApiKey": { name: "name", remove: removeApiKeys },
  "aws:apigateway/restApi:RestApi": { name: "name", remove: removeApis },
  "aws:apigateway/stage:Stage": { name: "stageName", remove: removeStage },
  "aws:apigateway/usagePlan:UsagePlan": { name: "name", remove: removeUsagePlans },
  "aws:cloudwatch/queryDefinition:QueryDefinition": { name: "name", remove: removeQueries },
  "aws:lambda/alias:Alias": { name: "name", remove: removeAlias },
  "aws:lambda/layerVersion:LayerVersion": { name: "layerName", remove: removeLayerVersions },
  // Its value has been drawn for the stack, and the next one is as good.
  "aws:ssm/parameter:Parameter": { name: "name", remove: removeParameter },
};

/** Undefined for what is not removed, and for what has a name that is not known. */
export function removalOf(create: PendingCreate): Removal | undefined {
  const { [create.type]: found } = REMOVALS;
  if (found === undefined) return undefined;
  const name = textInput(create, found.name);
  return name === undefined ? undefined : (given) => found.remove({ ...given, create, name });
}

async function removeApis({ name, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  for await (const { items = [] } of paginateGetRestApis({ client }, {})) {
    for (const { id: restApiId = "", name: itsName, createdDate } of items) {
      if (itsName !== name || state.ids.has(restApiId)) continue;
      if (!isSince(createdDate, state)) continue;
      const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
      if (item.length === 0) await client.send(new DeleteRestApiCommand({ restApiId }));
    }
  }
}

async function removeStage({ create, name: stageName, access }: Remains): Promise<void> {
  const restApiId = textInput(create, "restApi");
  if (restApiId === undefined) return;
  const client = new APIGatewayClient(clientOptions(access));
  await unlessMissing(() => client.send(new DeleteStageCommand({ restApiId, stageName })));
}

async function removeApiKeys({ name, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  for await (const { items = [] } of paginateGetApiKeys({ client }, { nameQuery: name })) {
    for (const { id: apiKey = "", name: itsName } of items) {
      if (itsName !== name || state.ids.has(apiKey)) continue;
      await client.send(new DeleteApiKeyCommand({ apiKey }));
    }
  }
}

async function removeUsagePlans({ name, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  for await (const { items = [] } of paginateGetUsagePlans({ client }, {})) {
    for (const { id: usagePlanId = "", name: itsName, apiStages = [] } of items) {
      if (itsName !== name || state.ids.has(usagePlanId)) continue;
      // One that serves a stage is not removed by AWS.
      const patchOperations = apiStages.map(({ apiId, stage }) => ({
        op: "remove" as const,
        path: "/apiStages",
        value: `${apiId}:${stage}`,
      }));
      if (patchOperations.length > 0) {
        await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      }
      await client.send(new DeleteUsagePlanCommand({ usagePlanId }));
    }
  }
}

async function removeQueries({ name, access, state }: Remains): Promise<void> {
  const client = new CloudWatchLogsClient(clientOptions(access));
  const command = new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: name });
  const { queryDefinitions = [] } = await client.send(command);
  for (const { queryDefinitionId = "", name: itsName } of queryDefinitions) {
    if (itsName !== name || state.ids.has(queryDefinitionId)) continue;
    await client.send(new DeleteQueryDefinitionCommand({ queryDefinitionId }));
  }
}

async function removeAlias({ create, name: Name, access }: Remains): Promise<void> {
  const FunctionName = textInput(create, "functionName");
  if (FunctionName === undefined) return;
  const client = new LambdaClient(clientOptions(access));
  await unlessMissing(() => client.send(new DeleteAliasCommand({ FunctionName, Name })));
}

async function removeLayerVersions({ name: LayerName, access, state }: Remains): Promise<void> {
  const client = new LambdaClient(clientOptions(access));
  for await (const { LayerVersions = [] } of paginateListLayerVersions({ client }, { LayerName })) {
    for (const {
      LayerVersionArn = "",
      Version: VersionNumber,
      CreatedDate = "",
    } of LayerVersions) {
      if (state.ids.has(LayerVersionArn) || !isSince(new Date(CreatedDate), state)) continue;
      await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
    }
  }
}

async function removeParameter({ name: Name, access, state }: Remains): Promise<void> {
  const client = new SSMClient(clientOptions(access));
  await unlessMissing(async () => {
    const { Parameter } = await client.send(new GetParameterCommand({ Name }));
    if (!isSince(Parameter?.LastModifiedDate, state)) return;
    await client.send(new DeleteParameterCommand({ Name }));
  });
}

/** Whether it was made by the run that was interrupted; what is older is somebody else's. */
function isSince(made: Date | undefined, { since }: InterruptedState): boolean {
  return made !== undefined && made.getTime() >= since.getTime() - SINCE_TOLERANCE_MS;
}

async function unlessMissing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (!MISSING.includes(name)) throw error;
  }
}

const MISSING = ["NotFoundException", "ResourceNotFoundException", "ParameterNotFound"];
