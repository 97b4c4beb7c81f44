/** DynamoDB's operations, with items as it has them ({ S: "text" }). */
import { AwsFailure, awsJson, type JsonService } from "./aws-json";

const DYNAMO_DB: JsonService = {
  service: "dynamodb",
  target: "DynamoDB_20120810",
  version: "1.0",
};

/** @throws AwsFailure */
export function dynamoDb<Output = unknown>(operation: string, input: object): Promise<Output> {
  return awsJson<Output>(DYNAMO_DB, operation, input);
}

/** Whether the condition of a write held. @throws AwsFailure of any other reason. */
export async function dynamoDbIf(operation: string, input: object): Promise<boolean> {
  try {
    await dynamoDb(operation, input);
    return true;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === "ConditionalCheckFailedException") {
      return false;
    }
    throw error;
  }
}
