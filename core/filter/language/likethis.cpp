#include "core/filter/language/likethis.h"

#include "core/filter/language/filterparser.h"
#include "core/filter/rowcontent.h"
#include "core/ws/findings.h"

namespace framescope::filter
{

namespace
{
using capture::RowKind;
using capture::RowRecord;

/// The first of a field's words for a value.
QString wordFor(const Field &field, std::uint64_t value)
{
    for (const FieldWord &each : field.words) {
        if (each.value == value)
            return QLatin1String(each.word);
    }
    return QString::number(value);
}

QString quoted(QString text)
{
    text.replace(u'\\', u"\\\\"_qs).replace(u'"', u"\\\""_qs);
    text.replace(u'\n', u"\\n"_qs).replace(u'\r', u"\\r"_qs).replace(u'\t', u"\\t"_qs);
    return u'"' + text + u'"';
}

/// As it stands behind ==; empty where the row has no such field.
QString valueOf(const RowAsked &asked, const Field &field)
{
    const RowRecord &row = asked.capture.row(asked.row);
    switch (field.id) {
    case FieldId::FrameNumber:
        return QString::number(asked.row.value() + 1);
    case FieldId::Direction:
        return capture::hasDirection(row) ? wordFor(field, static_cast<std::uint64_t>(row.direction())) : QString();
    case FieldId::Connection:
        return QString::number(row.connection().value() + 1);
    case FieldId::Kind:
        return wordFor(field, static_cast<std::uint64_t>(row.kind()));
    case FieldId::Event:
        return row.kind() == RowKind::Event ? wordFor(field, row.first) : QString();
    case FieldId::Length:
        return row.kind() == RowKind::Event ? QString() : QString::number(row.length());
    case FieldId::Wire:
        return row.kind() == RowKind::Event ? QString() : QString::number(row.wireSize());
    case FieldId::Finding: {
        const std::vector<ws::Finding> found = asked.capture.findings(asked.row);
        if (found.empty())
            return {};
        const std::string_view name = ws::info(found.front().id).name;
        return quoted(QString::fromLatin1(name.data(), qsizetype(name.size())));
    }
    default:
        break;
    }
    if (!row.isFrame())
        return {};
    switch (field.id) {
    case FieldId::Opcode:
        return wordFor(field, static_cast<std::uint64_t>(row.opcode()));
    case FieldId::Fin:
        return row.fin() ? u"1"_qs : u"0"_qs;
    case FieldId::Rsv:
        return QString::number(row.rsv());
    case FieldId::Masked:
        return row.masked() ? u"1"_qs : u"0"_qs;
    case FieldId::MessageNumber:
        return row.message == RowRecord::noMessage ? QString()
                                                   : QString::number(row.messageStart(asked.row).value() + 1);
    case FieldId::Key: {
        const Result<ws::FrameHeader> header = asked.reader.storedHeader(asked.row);
        if (!header || !row.masked())
            return {};
        return QString::fromLatin1(toByteArray(ByteView(header->key)).toHex());
    }
    case FieldId::Payload: {
        constexpr std::uint64_t most = 64; // more is nothing that a person reads in a filter
        const Result<QByteArray> payload = RowContent(asked).read(0, most + 1);
        if (!payload || payload->isEmpty() || std::uint64_t(payload->size()) > most)
            return {};
        return QString::fromLatin1(payload->toHex());
    }
    default:
        return {};
    }
}
} // namespace

QString likeThis(const RowAsked &asked, FieldId id)
{
    const Field &known = field(id);
    const QString value = valueOf(asked, known);
    return value.isEmpty() ? QString() : u"%1 == %2"_qs.arg(QLatin1String(known.name), value);
}

QString valueIs(const QString &name, const QString &value, bool isText)
{
    const QString filter = u"%1 == %2"_qs.arg(name, isText ? quoted(value) : value);
    return parseFilter(filter).ok() ? filter : QString();
}

QString combined(const QString &filter, const QString &more, bool without)
{
    const QString second = without ? u"not (%1)"_qs.arg(more) : more;
    if (filter.trimmed().isEmpty())
        return second;
    // "and" binds more than "or".
    const bool loose = parseFilter(filter).test.type() == RowTest::Type::Either;
    return (loose ? u"(%1) and %2"_qs : u"%1 and %2"_qs).arg(filter.trimmed(), second);
}

} // namespace framescope::filter
