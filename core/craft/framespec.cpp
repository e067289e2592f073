#include "core/craft/framespec.h"

#include "core/base/bytes.h"
#include "core/ws/deflater.h"
#include "core/ws/findings.h"
#include "core/ws/maskkey.h"
#include "core/ws/streamanalyzer.h"

#include <QFile>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cstring>

namespace framescope::craft
{

namespace
{
using ws::Opcode;

constexpr qint64 maxFileSize = qint64(256) << 20;

struct OpcodeName {
    Opcode opcode;
    const char *name;
};
constexpr std::array<OpcodeName, 6> opcodeNames{{
    {Opcode::Continuation, "continuation"},
    {Opcode::Text, "text"},
    {Opcode::Binary, "binary"},
    {Opcode::Close, "close"},
    {Opcode::Ping, "ping"},
    {Opcode::Pong, "pong"},
}};

/// The parts of a SPEC; also the bits that remember which were given.
enum Part : unsigned {
    OpcodePart = 1,
    FinPart = 2,
    RsvPart = 4,
    MaskPart = 8,
    LengthPart = 16,
    PayloadPart = 32,
    CompressPart = 64
};

/// A decimal or 0x number no larger than `max`.
std::optional<std::uint64_t> number(QStringView text, std::uint64_t max)
{
    const bool hex = text.startsWith(u"0x", Qt::CaseInsensitive);
    const QStringView digits = hex ? text.mid(2) : text;
    // QStringView::toULongLong() takes signs and blanks too.
    const auto isDigit = [hex](QChar c) {
        const char16_t u = c.toLower().unicode();
        return (u >= u'0' && u <= u'9') || (hex && u >= u'a' && u <= u'f');
    };
    if (digits.isEmpty() || !std::all_of(digits.begin(), digits.end(), isDigit))
        return {};
    bool ok = false;
    const qulonglong value = digits.toULongLong(&ok, hex ? 16 : 10);
    if (!ok || value > max)
        return {};
    return value;
}

/// The octets of pairs of hex digits; blanks may stand anywhere.
std::optional<QByteArray> hexOctets(QStringView text)
{
    QByteArray digits;
    for (const QChar c : text) {
        if (c == u' ')
            continue;
        const char16_t u = c.toLower().unicode();
        if (!((u >= u'0' && u <= u'9') || (u >= u'a' && u <= u'f')))
            return {};
        digits.append(static_cast<char>(u));
    }
    if (digits.size() % 2 != 0)
        return {};
    return QByteArray::fromHex(digits);
}

Error errorAt(qsizetype index, const QString &what)
{
    return Error{QStringLiteral("Column %1: %2").arg(QString::number(index + 1), what)};
}

Error notAllowed(qsizetype index, QStringView part, QStringView value, const QString &allowed)
{
    return errorAt(index,
                   QStringLiteral("%1 cannot be \"%2\"; allowed: %3.").arg(part.toString(), value.toString(), allowed));
}

Result<QByteArray> readFile(qsizetype index, const QString &path)
{
    if (path.isEmpty())
        return errorAt(index, QStringLiteral("file needs the name of a file."));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return errorAt(index, QStringLiteral("cannot read \"%1\": %2.").arg(path, file.errorString()));
    // Devices and pipes tell no size, so one octet more than allowed is asked for.
    QByteArray octets = file.size() > maxFileSize ? QByteArray() : file.read(maxFileSize + 1);
    if (file.size() > maxFileSize || octets.size() > maxFileSize)
        return errorAt(
            index, QStringLiteral("\"%1\" is larger than 256 MiB, the most a frame may take from a file.").arg(path));
    if (file.error() != QFileDevice::NoError)
        return errorAt(index, QStringLiteral("cannot read \"%1\": %2.").arg(path, file.errorString()));
    return octets;
}

/// One pass over a SPEC, part by part.
class Parser
{
public:
    explicit Parser(const QString &text) : m_text(text) {}

    Result<FrameSpec> parse()
    {
        if (m_text.trimmed().isEmpty())
            return m_spec;
        for (qsizetype at = 0; at <= m_text.size();) {
            qsizetype next = m_text.indexOf(u',', at);
            if (next < 0)
                next = m_text.size();
            const qsizetype equals = m_text.indexOf(u'=', at);
            if (equals < 0 || equals > next)
                return errorAt(at, QStringLiteral("expected a part of the form name=value, such as opcode=9."));
            const QStringView name = m_text.mid(at, equals - at).trimmed();
            const qsizetype valueAt = equals + 1;
            // Text and file names may hold commas.
            if (name == u"text" || name == u"file")
                next = m_text.size();
            if (auto done = part(at, name, valueAt, m_text.mid(valueAt, next - valueAt)); !done)
                return done.error();
            at = next + 1;
        }
        return m_spec;
    }

private:
    Result<void> part(qsizetype at, QStringView name, qsizetype valueAt, QStringView value)
    {
        if (name == u"text" || name == u"file" || name == u"hex" || name == u"base64") {
            if (auto once = give(PayloadPart, at, u"payload"); !once)
                return once;
            return payload(name, valueAt, value);
        }
        value = value.trimmed();
        if (name == u"opcode")
            return opcode(at, valueAt, value);
        if (name == u"fin")
            return fin(at, valueAt, value);
        if (name == u"rsv")
            return rsv(at, valueAt, value);
        if (name == u"mask")
            return mask(at, valueAt, value);
        if (name == u"len")
            return length(at, valueAt, value);
        if (name == u"compress")
            return compress(at, valueAt, value);
        return errorAt(at,
                       QStringLiteral("there is no part \"%1\"; allowed: opcode, fin, rsv, mask, len, compress, and "
                                      "one of text, hex, base64, file.")
                           .arg(name.toString()));
    }

    Result<void> give(Part part, qsizetype at, QStringView name)
    {
        if ((m_given & part) != 0)
            return errorAt(at, QStringLiteral("the %1 is given twice; allowed: once.").arg(name.toString()));
        m_given |= part;
        return {};
    }

    Result<void> opcode(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(OpcodePart, at, u"opcode"); !once)
            return once;
        if (const auto n = number(value, 15)) {
            m_spec.opcode = static_cast<Opcode>(*n);
            return {};
        }
        for (const OpcodeName &known : opcodeNames) {
            if (value.compare(QLatin1String(known.name), Qt::CaseInsensitive) == 0) {
                m_spec.opcode = known.opcode;
                return {};
            }
        }
        return notAllowed(valueAt, u"opcode", value,
                          QStringLiteral("0 to 15, 0x0 to 0xf, continuation, text, binary, close, ping, pong"));
    }

    Result<void> fin(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(FinPart, at, u"fin"); !once)
            return once;
        const auto n = number(value, 1);
        if (!n)
            return notAllowed(valueAt, u"fin", value, QStringLiteral("0, 1"));
        m_spec.fin = *n == 1;
        return {};
    }

    Result<void> compress(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(CompressPart, at, u"compress"); !once)
            return once;
        const auto n = number(value, 1);
        if (!n)
            return notAllowed(valueAt, u"compress", value, QStringLiteral("0, 1"));
        m_spec.compress = *n == 1;
        return {};
    }

    Result<void> rsv(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(RsvPart, at, u"rsv"); !once)
            return once;
        const auto n = number(value, 7);
        if (!n)
            return notAllowed(valueAt, u"rsv", value, QStringLiteral("0 to 7 (RSV1 is 4, RSV2 is 2, RSV3 is 1)"));
        m_spec.rsv = static_cast<std::uint8_t>(*n);
        return {};
    }

    Result<void> mask(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(MaskPart, at, u"mask"); !once)
            return once;
        if (value == u"random") {
            m_spec.mask = MaskChoice::Random;
            return {};
        }
        if (value == u"none") {
            m_spec.mask = MaskChoice::None;
            return {};
        }
        const auto key = hexOctets(value);
        if (!key || key->size() != 4 || value.size() != 8)
            return notAllowed(valueAt, u"mask", value, QStringLiteral("random, none, a key of 8 hex digits"));
        m_spec.mask = MaskChoice::Fixed;
        std::memcpy(m_spec.fixedKey.data(), key->constData(), 4);
        return {};
    }

    Result<void> length(qsizetype at, qsizetype valueAt, QStringView value)
    {
        if (auto once = give(LengthPart, at, u"len"); !once)
            return once;
        const auto wrong = value.startsWith(u'=') ? number(value.mid(1), UINT64_MAX) : std::nullopt;
        if (wrong) {
            m_spec.length = LengthChoice::Wrong;
            m_spec.wrongLength = *wrong;
        } else if (value == u"auto") {
            m_spec.length = LengthChoice::Auto;
        } else if (value == u"7") {
            m_spec.length = LengthChoice::Bits7;
        } else if (value == u"16") {
            m_spec.length = LengthChoice::Bits16;
        } else if (value == u"64") {
            m_spec.length = LengthChoice::Bits64;
        } else {
            return notAllowed(valueAt, u"len", value,
                              QStringLiteral("auto, 7, 16, 64, or = and a wrong length as in len==200"));
        }
        return {};
    }

    Result<void> payload(QStringView name, qsizetype valueAt, QStringView value)
    {
        if (name == u"text") {
            m_spec.payload = value.toUtf8();
        } else if (name == u"hex") {
            auto octets = hexOctets(value);
            if (!octets)
                return notAllowed(valueAt, u"hex", value, QStringLiteral("pairs of hex digits"));
            m_spec.payload = *std::move(octets);
        } else if (name == u"base64") {
            const auto decoded =
                QByteArray::fromBase64Encoding(value.trimmed().toUtf8(), QByteArray::AbortOnBase64DecodingErrors);
            if (!decoded)
                return notAllowed(valueAt, u"base64", value, QStringLiteral("Base64 with A-Z, a-z, 0-9, + and /"));
            m_spec.payload = *decoded;
        } else {
            auto octets = readFile(valueAt, value.toString());
            if (!octets)
                return octets.error();
            m_spec.payload = *std::move(octets);
        }
        return {};
    }

    QStringView m_text;
    FrameSpec m_spec;
    unsigned m_given = 0;
};

/// Whether these octets can stand in one line as text and come back the same.
bool isLine(const QByteArray &payload, const QString &text)
{
    const auto breaks = [](QChar c) {
        return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
               c.category() == QChar::Separator_Paragraph;
    };
    return text.toUtf8() == payload && std::none_of(text.begin(), text.end(), breaks);
}
} // namespace

Result<FrameSpec> parseFrameSpec(const QString &spec) { return Parser(spec).parse(); }

QString toText(const FrameSpec &spec)
{
    QStringList parts;
    if (spec.opcode != Opcode::Text)
        parts << QStringLiteral("opcode=%1").arg(static_cast<int>(spec.opcode));
    if (!spec.fin)
        parts << QStringLiteral("fin=0");
    if (spec.rsv != 0)
        parts << QStringLiteral("rsv=%1").arg(spec.rsv);
    if (spec.mask == MaskChoice::None)
        parts << QStringLiteral("mask=none");
    else if (spec.mask == MaskChoice::Fixed)
        parts << QStringLiteral("mask=") + QString::fromLatin1(toByteArray(spec.fixedKey).toHex());
    switch (spec.length) {
    case LengthChoice::Auto:
        break;
    case LengthChoice::Bits7:
        parts << QStringLiteral("len=7");
        break;
    case LengthChoice::Bits16:
        parts << QStringLiteral("len=16");
        break;
    case LengthChoice::Bits64:
        parts << QStringLiteral("len=64");
        break;
    case LengthChoice::Wrong:
        parts << QStringLiteral("len==%1").arg(spec.wrongLength);
        break;
    }
    if (spec.compress)
        parts << QStringLiteral("compress=1");
    if (!spec.payload.isEmpty()) {
        const QString text = QString::fromUtf8(spec.payload);
        parts << (isLine(spec.payload, text) ? QStringLiteral("text=") + text
                                             : QStringLiteral("hex=") + QString::fromLatin1(spec.payload.toHex()));
    }
    return parts.join(u',');
}

QByteArray wirePayload(const FrameSpec &spec, const Deflating &how)
{
    if (!spec.compress)
        return spec.payload;
    QByteArray compressed;
    ws::Deflater({false, how.windowBits}, how.level).compress(byteView(spec.payload), compressed);
    return compressed;
}

ws::FrameFields fieldsOf(const FrameSpec &spec, const ws::MaskKey &random)
{
    ws::FrameFields fields;
    fields.fin = spec.fin;
    constexpr std::uint8_t rsv1 = 4;
    fields.rsv = spec.compress ? spec.rsv | rsv1 : spec.rsv;
    fields.opcode = spec.opcode;
    if (spec.mask == MaskChoice::Random)
        fields.key = random;
    else if (spec.mask == MaskChoice::Fixed)
        fields.key = spec.fixedKey;
    switch (spec.length) {
    case LengthChoice::Auto:
        break;
    case LengthChoice::Bits7:
        fields.form = ws::LengthForm::Bits7;
        break;
    case LengthChoice::Bits16:
        fields.form = ws::LengthForm::Bits16;
        break;
    case LengthChoice::Bits64:
        fields.form = ws::LengthForm::Bits64;
        break;
    case LengthChoice::Wrong:
        fields.declared = spec.wrongLength;
        break;
    }
    return fields;
}

QByteArray toWire(const FrameSpec &spec)
{
    QByteArray wire;
    ws::writeFrame(fieldsOf(spec, ws::makeMaskKey()), byteView(wirePayload(spec)), wire);
    return wire;
}

std::vector<ws::Finding> judge(const FrameSpec &spec, ws::Role sender, const ws::Agreement &agreement,
                               const Deflating &how)
{
    // Any key stands for a random one, but the same verdict should come each time.
    constexpr ws::MaskKey sample{0x9d, 0x41, 0x6e, 0xb2};
    QByteArray wire;
    if (spec.opcode == Opcode::Continuation) {
        ws::FrameFields first;
        first.fin = false;
        first.opcode = Opcode::Binary;
        if (sender == ws::Role::Client)
            first.key = ws::MaskKey{static_cast<std::uint8_t>(spec.fixedKey[0] ^ 0x5a), 0x13, 0x88, 0xc7};
        ws::writeFrame(first, {}, wire);
    }
    const auto start = static_cast<std::uint64_t>(wire.size());
    ws::writeFrame(fieldsOf(spec, sample), byteView(wirePayload(spec, how)), wire);

    ws::StreamAnalyzer analyzer(sender, agreement, StreamOffset(0));
    ByteView input = byteView(wire);
    if (start != 0)
        analyzer.step(input);
    if (analyzer.step(input) == ws::StreamAnalyzer::Step::NeedMore)
        analyzer.finish();

    std::vector<ws::Finding> findings = analyzer.findings();
    std::erase_if(findings, [](const ws::Finding &f) { return f.id == ws::FindingId::MsgUnfinished; });
    for (ws::Finding &finding : findings)
        finding.offset = finding.offset - start;
    return findings;
}

} // namespace framescope::craft
