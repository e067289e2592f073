#include "tests/support/findingsdocument.h"

#include "core/ws/findings.h"

#include <QList>
#include <QString>

#include <optional>

namespace framescope::test
{
namespace
{
QByteArray octets(std::string_view text) { return QByteArray(text.data(), static_cast<qsizetype>(text.size())); }

QByteArray severityWord(ws::Severity severity)
{
    switch (severity) {
    case ws::Severity::Error:
        return "error";
    case ws::Severity::Warning:
        return "warning";
    case ws::Severity::Info:
        return "info";
    case ws::Severity::None:
        break;
    }
    return "none";
}

QByteArray effectWords(ws::Effect effect)
{
    switch (effect) {
    case ws::Effect::Marked:
        return "marked: what follows is read as usual";
    case ws::Effect::Opaque:
        return "opaque: the message cannot be read, frames go on";
    case ws::Effect::Lost:
        break;
    }
    return "lost: what follows is kept as raw bytes";
}

/// Lines of at most 116 columns, as the other pages have.
QByteArray wrapped(const QByteArray &text)
{
    QByteArray lines;
    qsizetype column = 0;
    for (const QByteArray &word : text.split(' ')) {
        const qsizetype width = QString::fromUtf8(word).size();
        if (column > 0 && column + 1 + width > 116) {
            lines += '\n';
            column = 0;
        } else if (column > 0) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += width;
    }
    return lines;
}

QByteArray section(const ws::FindingInfo &line)
{
    QByteArray text = "### " + octets(line.name) + "\n\n" + severityWord(line.severity);
    if (!line.section.empty())
        text += " · " + octets(line.section);
    text += " · " + effectWords(line.effect);
    if (line.closeCode != 0)
        text += " · a strict end closes with " + QByteArray::number(line.closeCode);
    QByteArray sentence = octets(line.text);
    sentence.replace("%1", "*N*");
    return text + "\n\n" + wrapped("**" + sentence + "** " + octets(line.explanation)) + "\n\n";
}

QByteArray anchor(QByteArray title) { return title.toLower().replace(' ', '-'); }
} // namespace

QByteArray findingsDocument()
{
    QByteArray contents;
    QByteArray body;
    std::optional<ws::Group> group;
    for (const ws::FindingInfo &line : ws::allFindings()) {
        if (group != line.group) {
            group = line.group;
            const QByteArray title = octets(ws::groupTitle(line.group));
            contents += "- [" + title + "](#" + anchor(title) + ")\n";
            body += "## " + title + "\n\n";
        }
        body += section(line);
    }
    body.chop(1);
    return "# Findings\n\n"
           "Everything that Framescope judges, by the stable name that rows, JSON output and filters use. A finding "
           "never hides\nan byte: what broke a rule is recorded and shown like everything else. *N* stands for the "
           "number that the finding\ncarries. This page is made from the program's own table by `./dev docs`.\n\n" +
           contents + "\n" + body;
}

} // namespace framescope::test
