/**
 * What the AWS provider calls for each resource type, and on what: create, read, update and delete.
 * Those of IAM, Lambda, Logs and API Gateway are known from
 * https://github.com/hashicorp/terraform-provider-aws (internal/service), on which Pulumi's provider
 * is built, the others from AWS's documentation. Actions that know no resources (on "*") are those of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** Actions of one service on one kind of resource. */
export interface ProviderCalls {
  /** What the actions are on: part of the statement's Sid. */
  readonly label: string;
  readonly service: string;
  /** Names of the actions, separated by spaces. */
  readonly actions: string;
  /** ARNs: {input} is a name or an ARN in an input of the resource, {names} the names of all stacks. */
  readonly on: readonly string[];
  /** Called for a resource with this input alone. */
  readonly when?: string;
  /** The one service that a role may be passed to. */
  readonly passedTo?: string;
}

const IAM = "arn:PARTITION:iam::ACCOUNT";
const LAMBDA = "arn:PARTITION:lambda:REGION:ACCOUNT";
const LOGS = "arn:PARTITION:logs:REGION:ACCOUNT";
const CLOUDWATCH = "arn:PARTITION:cloudwatch:REGION:ACCOUNT";
const SNS = "arn:PARTITION:sns:REGION:ACCOUNT";
// The id of an API is known when it has been made, and nothing else names it.
const APIS = "arn:PARTITION:apigateway:REGION::/restapis";

/** What has a path below /restapis/{id}. */
const IN_API: readonly ProviderCalls[] = [
  {
    label: "RestApi",
    service: "apigateway",
    actions: "GET POST PUT PATCH DELETE",
    on: [`${APIS}/*`],
  },
];

/** By type. One of the product that is missing stops the generator; one of yours is warned of. */
export const PROVIDER_CALLS: Readonly<Record<string, readonly ProviderCalls[]>> = {
  "aws:apigateway/deployment:Deployment": IN_API,
  "aws:apigateway/methodSettings:MethodSettings": IN_API,
  "aws:apigateway/restApi:RestApi": [
    ...IN_API,
    { label: "NewRestApi", service: "apigateway", actions: "POST", on: [APIS] },
  ],
  "aws:apigateway/stage:Stage": IN_API,
  "aws:budgets/budget:Budget": [
    {
      label: "Budget",
      service: "budgets",
      actions: "ModifyBudget ViewBudget ListTagsForResource",
      on: ["arn:PARTITION:budgets::ACCOUNT:budget/{name}"],
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    {
      label: "Dashboard",
      service: "cloudwatch",
      actions: "PutDashboard GetDashboard DeleteDashboards",
      on: ["arn:PARTITION:cloudwatch::ACCOUNT:dashboard/{dashboardName}"],
    },
  ],
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      label: "LogGroup",
      service: "logs",
      actions: "CreateLogGroup PutRetentionPolicy ListTagsForResource DeleteLogGroup",
      on: [`${LOGS}:log-group:{name}`],
    },
    { label: "AnyLogGroup", service: "logs", actions: "DescribeLogGroups", on: ["*"] },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      label: "Alarm",
      service: "cloudwatch",
      actions: "PutMetricAlarm DescribeAlarms ListTagsForResource DeleteAlarms",
      on: [`${CLOUDWATCH}:alarm:{names}`],
    },
  ],
  "aws:cloudwatch/queryDefinition:QueryDefinition": [
    {
      label: "AnySavedQuery",
      service: "logs",
      actions: "PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition",
      on: ["*"],
    },
  ],
  "aws:iam/role:Role": [
    {
      label: "Role",
      service: "iam",
      actions:
        "CreateRole GetRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRole",
      on: [`${IAM}:role/{name}`],
    },
    {
      label: "Role",
      service: "iam",
      actions: "PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
      on: [`${IAM}:role/{name}`],
      when: "permissionsBoundary",
    },
    {
      label: "PassRole",
      service: "iam",
      actions: "PassRole",
      on: [`${IAM}:role/{name}`],
      passedTo: "lambda.amazonaws.com",
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    {
      label: "Role",
      service: "iam",
      actions: "PutRolePolicy GetRolePolicy DeleteRolePolicy",
      on: [`${IAM}:role/{role}`],
    },
  ],
  "aws:lambda/alias:Alias": [
    {
      label: "Function",
      service: "lambda",
      actions: "CreateAlias GetAlias UpdateAlias DeleteAlias",
      on: [`${LAMBDA}:function:{functionName}`],
    },
  ],
  "aws:lambda/function:Function": [
    {
      label: "Function",
      service: "lambda",
      actions:
        "CreateFunction GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration PublishVersion DeleteFunction",
      on: [`${LAMBDA}:function:{name}`],
    },
    {
      label: "Function",
      service: "lambda",
      actions: "PutFunctionConcurrency DeleteFunctionConcurrency",
      on: [`${LAMBDA}:function:{name}`],
      when: "reservedConcurrentExecutions",
    },
  ],
  "aws:lambda/layerVersion:LayerVersion": [
    {
      label: "Layer",
      service: "lambda",
      // A function is given a layer only by someone who may GetLayerVersion.
      actions: "PublishLayerVersion GetLayerVersion DeleteLayerVersion",
      on: [`${LAMBDA}:layer:{layerName}`, `${LAMBDA}:layer:{layerName}:*`],
    },
  ],
  "aws:lambda/permission:Permission": [
    {
      label: "Function",
      service: "lambda",
      actions: "AddPermission GetPolicy RemovePermission",
      on: [`${LAMBDA}:function:{function}`],
    },
  ],
  "aws:sns/topic:Topic": [
    {
      label: "Topic",
      service: "sns",
      actions: "CreateTopic GetTopicAttributes SetTopicAttributes ListTagsForResource DeleteTopic",
      on: [`${SNS}:{name}`],
    },
  ],
  "aws:sns/topicPolicy:TopicPolicy": [
    {
      label: "Topic",
      service: "sns",
      actions: "GetTopicAttributes SetTopicAttributes",
      on: [`${SNS}:{arn}`],
    },
  ],
  "aws:sns/topicSubscription:TopicSubscription": [
    { label: "Topic", service: "sns", actions: "Subscribe", on: [`${SNS}:{topic}`] },
    {
      label: "AnySubscription",
      service: "sns",
      actions: "GetSubscriptionAttributes Unsubscribe",
      on: ["*"],
    },
  ],
  "aws:ssm/parameter:Parameter": [
    {
      label: "Parameter",
      service: "ssm",
      actions: "PutParameter GetParameter ListTagsForResource DeleteParameter",
      on: ["arn:PARTITION:ssm:REGION:ACCOUNT:parameter/{name}"],
    },
    { label: "AnyParameter", service: "ssm", actions: "DescribeParameters", on: ["*"] },
  ],
};
