#include "tests/support/decoding.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace framescope::tests
{

using decode::DecodedNode;
using decode::DecodedTree;
using decode::NodeKind;

std::vector<Recorded> recordedPayloads(const QString &file)
{
    std::vector<Recorded> all;
    QFile lines(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/decode/") + file);
    if (!lines.open(QIODevice::ReadOnly))
        return all;
    for (const QByteArray &line : lines.readAll().split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.isEmpty())
            continue;
        Recorded made;
        made.text = object.contains(u"text");
        made.octets =
            made.text ? object[u"text"].toString().toUtf8() : QByteArray::fromHex(object[u"hex"].toString().toLatin1());
        made.value = object[u"value"];
        made.name = QStringLiteral("%1 %2 %3%4")
                        .arg(all.size())
                        .arg(object[u"name"].toString(), object[u"by"].toString(), object[u"dir"].toString())
                        .toUtf8();
        all.push_back(std::move(made));
    }
    return all;
}

QByteArray printTree(const DecodedTree &tree)
{
    QString out;
    for (const DecodedNode &node : tree.nodes()) {
        int depth = 0;
        for (std::uint32_t p = node.parent; p != DecodedNode::none; p = tree.nodes()[p].parent)
            ++depth;
        out += QString(depth, u'.') + tree.text(node.label).toString() + u'=' + tree.text(node.value).toString() +
               QStringLiteral(" (") + QString::fromUtf8(node.type) + QStringLiteral(") ") + QString::number(node.from) +
               u'+' + QString::number(node.count);
        if (node.note.size > 0)
            out += QStringLiteral(" ; ") + tree.text(node.note).toString();
        out += u'\n';
    }
    return out.toUtf8();
}

namespace
{
QJsonValue jsonOf(const DecodedTree &tree, std::uint32_t index)
{
    const DecodedNode &node = tree.nodes()[index];
    const QString value = tree.text(node.value).toString();
    const bool tag =
        node.kind == NodeKind::Group && node.childCount == 1 && tree.nodes()[node.firstChild].label.size == 0;
    if (tag)
        return jsonOf(tree, node.firstChild);
    switch (node.kind) {
    case NodeKind::Object:
    case NodeKind::Group: {
        if (node.kind == NodeKind::Group && node.childCount == 0)
            return value;
        QJsonObject object;
        for (std::uint32_t c = node.firstChild; c != DecodedNode::none; c = tree.nodes()[c].nextSibling)
            object[tree.text(tree.nodes()[c].label).toString()] = jsonOf(tree, c);
        return object;
    }
    case NodeKind::Array: {
        QJsonArray array;
        for (std::uint32_t c = node.firstChild; c != DecodedNode::none; c = tree.nodes()[c].nextSibling)
            array.append(jsonOf(tree, c));
        return array;
    }
    case NodeKind::Bytes:
        return QStringLiteral("h'%1'").arg(value);
    case NodeKind::Number: {
        bool whole = false;
        const qint64 integer = value.toLongLong(&whole);
        return whole ? QJsonValue(integer) : QJsonValue(value.toDouble());
    }
    case NodeKind::Bool:
        return value == u"true";
    case NodeKind::Null:
        return QJsonValue();
    default:
        return value;
    }
}
} // namespace

QJsonValue jsonOf(const DecodedTree &tree) { return tree.nodes().empty() ? QJsonValue() : jsonOf(tree, 0); }

QByteArray problemOf(const DecodedTree &tree)
{
    if (tree.problem() == DecodedNode::none)
        return {};
    const DecodedNode &node = tree.nodes()[tree.problem()];
    QString what = QString::fromUtf8(node.type);
    if (what.contains(u"%1"))
        what = what.arg(tree.text(node.value));
    return QByteArray::number(node.from) + ": " + what.toUtf8();
}

DecodedTree decoded(const decode::Decoder &decoder, const QByteArray &octets, bool text, bool whole,
                    const decode::DecodeLimits &limits)
{
    const decode::Channel channel;
    return decoder.decode({byteView(octets), channel, text, whole}, limits);
}

bool everyBeginningHolds(const decode::Decoder &decoder, const QByteArray &octets, bool text)
{
    const decode::Channel channel;
    for (qsizetype size = 0; size <= octets.size(); ++size) {
        for (const bool whole : {true, false}) {
            const QByteArray part(octets.constData(), size); // a copy, so that reading behind its end is seen
            const decode::Payload payload{byteView(part), channel, text, whole};
            decoder.detect(payload);
            decoder.summary(payload, 40);
            const DecodedTree tree = decoder.decode(payload);
            for (const DecodedNode &node : tree.nodes()) {
                const std::uint64_t end = std::uint64_t(node.from) + node.count;
                const DecodedNode *parent = node.parent == DecodedNode::none ? nullptr : &tree.nodes()[node.parent];
                const bool inParent = parent == nullptr || node.kind == NodeKind::Problem ||
                                      (node.from >= parent->from && end <= std::uint64_t(parent->from) + parent->count);
                if (end > std::uint64_t(size) || !inParent) {
                    qWarning("of %lld bytes (%s): %s", static_cast<long long>(size), whole ? "whole" : "cut",
                             printTree(tree).constData());
                    return false;
                }
            }
        }
    }
    return true;
}

} // namespace framescope::tests
