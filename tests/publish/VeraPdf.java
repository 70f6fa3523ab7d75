import java.io.FileInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/**
 * Prints "flavour rules compliant" and the failed clauses of a PDF, by the reference validator of PDF/UA and PDF/A.
 * The profiles are read here, because the library's own reader needs a JAXB implementation that its jar leaves out.
 */
class VeraPdf {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (var path : arguments) {
            validate(path, "PDFUA-1", PDFAFlavour.PDFUA_1);
            validate(path, "PDFA-2A", PDFAFlavour.PDFA_2_A);
        }
    }

    static void validate(String path, String name, PDFAFlavour flavour) throws Exception {
        var profile = profile(name, flavour);
        try (var file = new FileInputStream(path);
                var parser = Foundries.defaultInstance().createParser(file, flavour);
                var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            var result = validator.validate(parser);
            System.out.println(name + " " + profile.getRules().size() + " " + result.isCompliant());
            result.getFailedChecks().forEach((rule, count) -> System.out.println("  " + rule.getClause() + " × " + count));
        }
    }

    static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
        var source = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml");
        var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source).getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        Set<Variable> variables = new HashSet<>();
        var found = root.getElementsByTagName("rule");
        for (int i = 0; i < found.getLength(); i++) rules.add(rule((Element) found.item(i), flavour));
        found = root.getElementsByTagName("variable");
        for (int i = 0; i < found.getLength(); i++) variables.add(variable((Element) found.item(i)));
        return Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(name, "", "", new java.util.Date(0)), "", rules, variables);
    }

    static Rule rule(Element rule, PDFAFlavour flavour) {
        var id = (Element) rule.getElementsByTagName("id").item(0);
        var number = Integer.parseInt(id.getAttribute("testNumber"));
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(flavour.getPart(), id.getAttribute("clause"), number),
                rule.getAttribute("object"), Boolean.valueOf(rule.getAttribute("deferred")), rule.getAttribute("tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), List.of()), List.of());
    }

    static Variable variable(Element variable) {
        return Profiles.variableFromValues(
                variable.getAttribute("name"), variable.getAttribute("object"),
                text(variable, "defaultValue"), text(variable, "value"));
    }

    static String text(Element parent, String tag) {
        return parent.getElementsByTagName(tag).item(0).getTextContent();
    }
}
