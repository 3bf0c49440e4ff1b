<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="AllStyleCategories" labelsEnabled="1">
<flags><Identifiable>1</Identifiable><Removable>1</Removable><Searchable>1</Searchable></flags>
<temporal enabled="0" mode="4" limitMode="0" startField="" endField="" startExpression="" endExpression="" accumulate="0" durationField="" durationUnit="min" fixedDuration="0"><fixedRange><start></start><end></end></fixedRange></temporal>
<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">
<rules key="{places_of_valleys}">
<rule key="{places_of_valleys_0}" label="" filter="" symbol="0"/>
</rules><symbols>
<symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleMarker" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="name" value="circle" type="QString"/>
<Option name="color" value="34,34,34,255" type="QString"/>
<Option name="outline_color" value="255,255,255,255" type="QString"/>
<Option name="outline_style" value="solid" type="QString"/>
<Option name="outline_width" value="0.3" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="size" value="1.8" type="QString"/>
<Option name="size_unit" value="MM" type="QString"/>
</Option>
</layer>
</symbol>
</symbols></renderer-v2>
<labeling type="simple"><settings calloutType="simple">
<text-style fieldName="name_en" isExpression="0" fontFamily="Noto Sans" namedStyle="SemiBold" fontSize="8" fontSizeUnit="Point" fontWeight="63" textColor="20,24,29,255" textOpacity="1">
<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,220" bufferOpacity="0.86" bufferJoinStyle="128"/></text-style>
<placement placement="6" dist="1" distUnits="MM" priority="5" centroidInside="1" predefinedPositionOrder="R,TR,BR,L,TL,BL,T,B"/>
<rendering drawLabels="1" obstacle="1" scaleVisibility="0"/></settings></labeling>
<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerOpacity>1</layerOpacity>
<layerGeometryType>0</layerGeometryType>
<aliases>
</aliases>
</qgis>
