import { PDFDocument, StandardFonts } from "pdf-lib";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPdfLib(): AnyTool {
  return defineTool({
    name: "pk-pdf-lib",
    title: "pk-pdf-lib",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const pdf = await PDFDocument.create();
      const font = await pdf.embedFont(StandardFonts.Helvetica);
      pdf.addPage().drawText("Hello", { font });
      return text(String((await pdf.save()).length > 500));
    },
  });
}
