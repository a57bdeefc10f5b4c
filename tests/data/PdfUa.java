import java.io.FileInputStream;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against PDF/UA-1 with veraPDF, and prints a line for each file: its name, "passes" or the first fault, and how many checks. */
public class PdfUa {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        System.out.println("veraPDF " + ReleaseDetails.getDetails().iterator().next().getVersion());
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                ValidationResult result = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false).validate(parser);
                String found = result.isCompliant() ? "passes" : "fails";
                for (TestAssertion check : result.getTestAssertions()) {
                    if (check.getStatus() == TestAssertion.Status.FAILED) {
                        found = check.getRuleId().getClause() + ": " + check.getMessage();
                        break;
                    }
                }
                System.out.println(file + "\t" + found + "\t" + result.getTotalAssertions());
            }
        }
    }
}
