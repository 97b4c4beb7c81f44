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
import { type AwsAccess, clientOptions } from "../observed/aws-access";
import { type InterruptedState, type PendingCreate, textInput } from "./pending-creates";

/** Clocks differ, and a state is written a little before what it announces is made. */
const SINCE_TOLERANCE_MS = 120_000;

interface Remains {
  readonly create: PendingCreate;
  readonly access: AwsAccess;
  readonly state: InterruptedState;
}

/** Ends where it is removed, and where there is nothing. */
type Removal = (remains: Remains) => Promise<void>;

const REMOVALS: Readonly<Record<string, Removal>> = {
  "aws:apigateway/apiKey:ApiKey": removeApiKeys,
  "aws:apigateway/restApi:RestApi": removeApis,
  "aws:apigateway/stage:Stage": removeStage,
  "aws:apigateway/usagePlan:UsagePlan": removeUsagePlans,
  "aws:cloudwatch/queryDefinition:QueryDefinition": removeQueries,
  "aws:lambda/alias:Alias": removeAlias,
  "aws:lambda/layerVersion:LayerVersion": removeLayerVersions,
};

/** Undefined for what is not removed. */
export function removalOf(type: string): Removal | undefined {
  return REMOVALS[type];
}

async function removeApis({ create, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  const since = state.since.getTime() - SINCE_TOLERANCE_MS;
  for await (const { items = [] } of paginateGetRestApis({ client }, {})) {
    for (const { id: restApiId = "", name, createdDate } of items) {
      if (name !== textInput(create, "name") || state.ids.has(restApiId)) continue;
      if (createdDate === undefined || createdDate.getTime() < since) continue;
      const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
      if (item.length === 0) await client.send(new DeleteRestApiCommand({ restApiId }));
    }
  }
}

async function removeStage({ create, access }: Remains): Promise<void> {
  const restApiId = textInput(create, "restApi");
  const stageName = textInput(create, "stageName");
  if (restApiId === undefined || stageName === undefined) return;
  const client = new APIGatewayClient(clientOptions(access));
  await unlessMissing(() => client.send(new DeleteStageCommand({ restApiId, stageName })));
}

async function removeApiKeys({ create, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  const name = textInput(create, "name");
  for await (const { items = [] } of paginateGetApiKeys({ client }, { nameQuery: name })) {
    for (const { id: apiKey = "", name: itsName } of items) {
      if (itsName !== name || state.ids.has(apiKey)) continue;
      await client.send(new DeleteApiKeyCommand({ apiKey }));
    }
  }
}

async function removeUsagePlans({ create, access, state }: Remains): Promise<void> {
  const client = new APIGatewayClient(clientOptions(access));
  for await (const { items = [] } of paginateGetUsagePlans({ client }, {})) {
    for (const { id: usagePlanId = "", name, apiStages = [] } of items) {
      if (name !== textInput(create, "name") || state.ids.has(usagePlanId)) continue;
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

async function removeQueries({ create, access, state }: Remains): Promise<void> {
  const client = new CloudWatchLogsClient(clientOptions(access));
  const name = textInput(create, "name");
  const command = new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: name });
  const { queryDefinitions = [] } = await client.send(command);
  for (const { queryDefinitionId = "", name: itsName } of queryDefinitions) {
    if (itsName !== name || state.ids.has(queryDefinitionId)) continue;
    await client.send(new DeleteQueryDefinitionCommand({ queryDefinitionId }));
  }
}

async function removeAlias({ create, access }: Remains): Promise<void> {
  const FunctionName = textInput(create, "functionName");
  const Name = textInput(create, "name");
  if (FunctionName === undefined || Name === undefined) return;
  const client = new LambdaClient(clientOptions(access));
  await unlessMissing(() => client.send(new DeleteAliasCommand({ FunctionName, Name })));
}

async function removeLayerVersions({ create, access, state }: Remains): Promise<void> {
  const client = new LambdaClient(clientOptions(access));
  const LayerName = textInput(create, "layerName");
  if (LayerName === undefined) return;
  const since = state.since.getTime() - SINCE_TOLERANCE_MS;
  for await (const { LayerVersions = [] } of paginateListLayerVersions({ client }, { LayerName })) {
    for (const {
      LayerVersionArn = "",
      Version: VersionNumber,
      CreatedDate = "",
    } of LayerVersions) {
      if (state.ids.has(LayerVersionArn) || Date.parse(CreatedDate) < since) continue;
      await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
    }
  }
}

async function unlessMissing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name !== "NotFoundException" && name !== "ResourceNotFoundException") throw error;
  }
}
